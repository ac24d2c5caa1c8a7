using System.Runtime.CompilerServices;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Storage;
using Npgsql;

namespace Connecto.Travels;

/// <summary>
/// A change of one travel. Its row is locked first, so that what is decided from it still holds when the change is
/// written; whoever joins, leaves or makes a planet there meanwhile waits. Without <see cref="CommitAsync"/> nothing
/// happens.
/// </summary>
internal sealed class TravelChange : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly HashSet<Snowflake> _takingPart;

    private TravelChange(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Travel travel,
        IEnumerable<Snowflake> takingPart
    )
    {
        (_connection, _transaction, Travel) = (connection, transaction, travel);
        _takingPart = [.. takingPart];
        Batch = new NpgsqlBatch(connection, transaction);
    }

    /// <summary>As it is before the change.</summary>
    public Travel Travel { get; }

    /// <summary>What the change writes. Its first statement returns the travel's row.</summary>
    public NpgsqlBatch Batch { get; }

    /// <summary>Where one of the users who were asked for stands.</summary>
    public TravelStanding Standing(Snowflake userId) => new(Travel, TakesPart(userId));

    /// <summary>Of the users who were asked for.</summary>
    public bool TakesPart(Snowflake userId) => _takingPart.Contains(userId);

    /// <param name="userIds">Users of whom it must be known whether they take part.</param>
    /// <exception cref="ChatException"><see cref="ErrorCode.NotFound"/>: there is no such travel, or it is deleted.</exception>
    public static async Task<TravelChange> BeginAsync(
        Databases databases,
        Snowflake travelId,
        IReadOnlyCollection<Snowflake> userIds,
        CancellationToken cancellation
    )
    {
        var connection = await databases.Primary.OpenConnectionAsync(cancellation);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellation);
            await using var batch = new NpgsqlBatch(connection, transaction);
            batch.Add(
                $"SELECT {TravelRows.Columns} FROM travels t WHERE id = $1 AND deleted_at IS NULL FOR UPDATE",
                travelId.Value
            );
            // A statement of its own: its snapshot is taken once the lock is there.
            batch.Add(
                "SELECT user_id FROM travel_members WHERE travel_id = $1 AND user_id = ANY($2) AND left_at IS NULL",
                travelId.Value,
                userIds.Select(id => id.Value).ToArray()
            );
            var (travel, takingPart) = await ReadAsync(batch, cancellation);
            return new TravelChange(
                connection,
                transaction,
                travel ?? throw new ChatException(ErrorCode.NotFound),
                takingPart
            );
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes the batch; answers the travel as it leaves it.</summary>
    public async Task<Travel> CommitAsync(CancellationToken cancellation)
    {
        var (travel, _) = await ReadAsync(Batch, cancellation);
        await _transaction.CommitAsync(cancellation);
        return travel ?? throw new InvalidOperationException($"travel {Travel.Id} was not written");
    }

    public async ValueTask DisposeAsync()
    {
        await Batch.DisposeAsync();
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private static Task<(Travel? Travel, List<Snowflake> UserIds)> ReadAsync(
        NpgsqlBatch batch,
        CancellationToken cancellation,
        [CallerMemberName] string member = ""
    ) =>
        batch.ReadAsync(
            async reader =>
            {
                var travel = await reader.ReadAsync(cancellation) ? TravelRows.Read(reader) : null;
                var userIds = new List<Snowflake>();
                while (await reader.NextResultAsync(cancellation))
                {
                    while (await reader.ReadAsync(cancellation))
                    {
                        userIds.Add(reader.Id(0));
                    }
                }
                return (travel, userIds);
            },
            cancellation,
            member: member
        );
}
