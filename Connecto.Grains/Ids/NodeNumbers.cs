using Connecto.Storage;
using Npgsql;

namespace Connecto.Ids;

/// <summary>
/// The table <c>id_nodes</c>. Whoever takes a number starts after everything that was ever reserved under it, so no
/// clock, however wrong, makes two reservations overlap.
/// </summary>
internal sealed class NodeNumbers(NpgsqlDataSource database)
{
    /// <summary>How far ahead milliseconds are reserved.</summary>
    public const long Ahead = 60_000;

    private readonly Guid _owner = Guid.NewGuid();

    /// <summary>Takes a number whose reservation has passed; null where all 1,024 are in use.</summary>
    public async Task<NodeReservation?> ClaimAsync(long now, CancellationToken cancellation)
    {
        await using var command = database.Command(
            """
            WITH free AS MATERIALIZED (
                SELECT number, GREATEST($2, reserved_until + 1) AS start FROM id_nodes
                WHERE reserved_until < $2 ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED
            )
            UPDATE id_nodes n SET owner = $1, reserved_until = free.start + $3
            FROM free WHERE n.number = free.number
            RETURNING n.number, free.start, n.reserved_until
            """,
            _owner,
            now,
            Ahead
        );
        var rows = await command.RowsAsync(
            row => new NodeReservation(row.GetInt16(0), row.GetInt64(1), row.GetInt64(2)),
            cancellation
        );
        return rows.SingleOrDefault();
    }

    /// <summary>Lengthens a reservation; null where another process has taken the number.</summary>
    public async Task<NodeReservation?> RenewAsync(
        NodeReservation reservation,
        long now,
        CancellationToken cancellation
    )
    {
        await using var command = database.Command(
            """
            UPDATE id_nodes SET reserved_until = GREATEST(reserved_until, $3)
            WHERE number = $1 AND owner = $2
            RETURNING reserved_until
            """,
            (short)reservation.Number,
            _owner,
            now + Ahead
        );
        return await command.ValueAsync(cancellation) is long until ? reservation with { Until = until } : null;
    }
}
