using Npgsql;

namespace Connecto.Storage;

/// <summary>
/// Keeps the monthly partitions of <c>planet_events</c> made ahead. An event of a month without one goes to the default
/// partition and is moved when the month's is made.
/// </summary>
internal sealed class EventPartitions(NpgsqlDataSource database, TimeProvider time)
{
    public const int MonthsAhead = 3;

    /// <summary>Makes those that lack and answers how many.</summary>
    public async Task<int> MakeAsync(CancellationToken cancellation = default)
    {
        await using var command = database.Command(
            "SELECT make_event_partitions($1, $2)",
            time.GetUtcNow().UtcDateTime,
            MonthsAhead
        );
        return (int)(await command.ValueAsync(cancellation))!;
    }
}
