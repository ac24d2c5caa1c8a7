using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;

namespace Connecto.Storage.Profiling;

/// <summary>What each query of this process has taken since it started.</summary>
internal static class QueryLog
{
    /// <summary>Queries that are told apart; what comes beyond is counted together. They are fewer, unless one is built from values.</summary>
    private const int MaxQueries = 1_000;

    private static readonly ConcurrentDictionary<(string File, string Member, string Sql), QueryTimes> _queries = new();
    private static readonly QueryTimes _others = new("others", "", TimeProvider.System);

    private static int _told;

    /// <summary>
    /// Told of every run once it is over, also of one that failed. What throws here is passed over: a query is not to fail for
    /// who listens.
    /// </summary>
    public static event Action<QueryRun>? Ended;

    public static ImmutableArray<QueryProfile> Profiles() =>
        [.. _queries.Values.Append(_others).Select(times => times.Profile())];

    /// <summary>Runs it and counts it under its name, with the rows that it gave or changed.</summary>
    public static async Task<T> CountAsync<T>(QueryCall call, Func<Task<(T Result, long Rows)>> run)
    {
        var times = TimesOf(call);
        var began = Stopwatch.GetTimestamp();
        long rows = 0;
        try
        {
            (var result, rows) = await run();
            return result;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            times.Failed();
            throw;
        }
        finally
        {
            var took = Stopwatch.GetElapsedTime(began);
            times.Ran(took, rows);
            Tell(new QueryRun(call, took, rows));
        }
    }

    private static void Tell(QueryRun run)
    {
        try
        {
            Ended?.Invoke(run);
        }
        catch (Exception)
        {
            // As Ended says.
        }
    }

    private static QueryTimes TimesOf(QueryCall call)
    {
        var key = (call.File, call.Member, call.Sql);
        return _queries.TryGetValue(key, out var times) ? times
            : Volatile.Read(ref _told) >= MaxQueries ? _others
            : _queries.GetOrAdd(
                key,
                _ =>
                {
                    Interlocked.Increment(ref _told);
                    return new QueryTimes(call.Name, call.Sql, TimeProvider.System);
                }
            );
    }
}
