using System.Diagnostics;
using Connecto.Bench.Data;

namespace Connecto.Bench.Search;

/// <summary>Times the same queries by <c>ILIKE</c> and by the index in turn, and compares what they find.</summary>
internal sealed class QueryTimes(OwnSearch own, LikeSearch like)
{
    private const int Limit = 20;
    private const int FrequentTimes = 20;

    public async Task<QueryResult> MeasureAsync(IReadOnlyList<AskedQuery> queries, int rounds, TimeSpan mostOfLike)
    {
        var (timed, byKey, found) = (new List<TimedQuery>(), new List<double>(), new List<double>());
        // Planets that show results are awake, and plans are made, as with a server that has run for a while.
        foreach (var query in queries)
        {
            await own.PageAsync(query.Text, Limit);
        }
        var began = Stopwatch.GetTimestamp();
        foreach (var query in queries)
        {
            var times = new List<double>();
            for (var round = 0; round < rounds; round++)
            {
                times.Add(await TimeAsync(() => own.PageAsync(query.Text, Limit)));
                found.Add(await TimeAsync(() => own.FindAsync(query.Text)));
            }
            double? slow = null;
            if (Stopwatch.GetElapsedTime(began) < mostOfLike)
            {
                slow = await TimeAsync(() => like.PageAsync(query, Limit));
                byKey.Add(await TimeAsync(() => like.PageByKeyAsync(query, Limit)));
            }
            timed.Add(
                new TimedQuery(query.Kind, query.Text, (await own.FindAsync(query.Text)).All.Length, times, slow)
            );
        }
        var frequent = new List<double>();
        for (var i = 0; i <= FrequentTimes; i++)
        {
            frequent.Add(await TimeAsync(() => own.PageAsync(Korean.Frequent, Limit)));
        }
        return new QueryResult(timed, byKey, found, [.. frequent.Skip(1)], await CompareAsync(queries));
    }

    private async Task<Comparison> CompareAsync(IReadOnlyList<AskedQuery> queries)
    {
        var (compared, messages, different) = (0, 0L, new List<string>());
        foreach (var query in queries.Where(query => query.IsOfSigns).Append(Frequent))
        {
            var (ours, theirs) = (await own.AllAsync(query.Text), await like.AllAsync(query));
            compared++;
            messages += theirs.Count;
            if (!ours.SequenceEqual(theirs))
            {
                var (missing, more) = (theirs.Except(ours).Take(3), ours.Except(theirs).Take(3));
                different.Add(
                    $"{query.Text}: {ours.Count} instead of {theirs.Count}, without {string.Join(' ', missing)}, with {string.Join(' ', more)}"
                );
            }
        }
        return new Comparison(compared, messages, different);
    }

    private static AskedQuery Frequent => new("frequent", Korean.Frequent, [Korean.Frequent]);

    private static async Task<double> TimeAsync(Func<Task> call)
    {
        var started = Stopwatch.GetTimestamp();
        await call();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
