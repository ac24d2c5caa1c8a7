using System.Diagnostics;
using Npgsql;

namespace Connecto.Bench.Layout;

/// <summary>Reads pages of 50 messages before a random seq, one at a time.</summary>
internal static class PageReads
{
    private const int Warmup = 50;
    private const int Pages = 1000;

    /// <summary>Median time of a page in milliseconds.</summary>
    /// <param name="connection">Its search path is the layout's schema.</param>
    /// <param name="sql">Takes planet, seq and, where <paramref name="pruned"/>, two times.</param>
    /// <param name="perPlanet">How many messages of history a planet has, evenly over the months.</param>
    /// <param name="pruned">Whether the page is restricted to the months in which it lies, as a map of first seqs would tell.</param>
    public static async Task<double> MeasureAsync(NpgsqlConnection connection, string sql, int perPlanet, bool pruned)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        var (planet, before) = (new NpgsqlParameter<long>(), new NpgsqlParameter<long>());
        var (from, to) = (new NpgsqlParameter<DateTime>(), new NpgsqlParameter<DateTime>());
        command.Parameters.AddRange((NpgsqlParameter[])(pruned ? [planet, before, from, to] : [planet, before]));
        (from.TypedValue, to.TypedValue) = (MonthOf(1, perPlanet, 0), MonthOf(1, perPlanet, 1));
        await command.PrepareAsync();
        var random = new Random(1);
        var times = new double[Pages];
        for (var i = -Warmup; i < Pages; i++)
        {
            planet.TypedValue = random.Next(1, LayoutDatabase.Planets + 1);
            before.TypedValue = random.Next(60, perPlanet);
            from.TypedValue = MonthOf(before.TypedValue - 50, perPlanet, 0);
            to.TypedValue = MonthOf(before.TypedValue - 1, perPlanet, 1);
            var started = Stopwatch.GetTimestamp();
            var rows = await ReadAsync(command);
            if (rows != 50)
            {
                throw new InvalidOperationException($"A page of {rows} messages.");
            }

            times[Math.Max(i, 0)] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        return Median.Of(times);
    }

    private static DateTime MonthOf(long seq, int perPlanet, int after)
    {
        var at = Calendar.Start + (seq - 1) * ((Calendar.Now - Calendar.Start) / perPlanet);
        return new DateTime(at.Year, at.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(after);
    }

    private static async Task<int> ReadAsync(NpgsqlCommand command)
    {
        await using var reader = await command.ExecuteReaderAsync();
        var rows = 0;
        while (await reader.ReadAsync())
        {
            rows++;
        }

        return rows;
    }
}
