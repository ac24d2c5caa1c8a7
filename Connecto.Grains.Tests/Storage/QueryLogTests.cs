using System.Collections.Concurrent;
using Connecto.Diagnostics;
using Connecto.Storage;
using Connecto.Storage.Profiling;
using Connecto.Tests.Support;
using Npgsql;

namespace Connecto.Grains.Tests.Storage;

public sealed class QueryLogTests(FreshDatabase database) : IClassFixture<FreshDatabase>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_query_is_named_after_the_method_that_runs_it_and_its_rows_are_counted()
    {
        await ReadManyAsync(3);
        await ReadManyAsync(4);

        var profile = Profile(nameof(ReadManyAsync));

        Assert.Equal("QueryLogTests.ReadMany", profile.Name);
        Assert.Equal("SELECT generate_series(1, $1)", profile.Sql);
        Assert.Equal((2, 7, 0), (profile.Times.Count, profile.Rows, profile.Times.Failures));
    }

    [Fact]
    public async Task A_query_that_fails_is_counted_as_such()
    {
        await Assert.ThrowsAsync<PostgresException>(DivideAsync);

        var profile = Profile(nameof(DivideAsync));

        Assert.Equal((1, 1), (profile.Times.Count, profile.Times.Failures));
    }

    [Fact]
    public async Task Who_listens_fails_no_query()
    {
        QueryLog.Ended += Throw;
        try
        {
            await ListenedAsync();
        }
        finally
        {
            QueryLog.Ended -= Throw;
        }

        Assert.Equal((1, 0), (Times(nameof(ListenedAsync)).Count, Times(nameof(ListenedAsync)).Failures));

        static void Throw(QueryRun run) => throw new InvalidOperationException();
    }

    [Fact]
    public async Task Rows_that_are_changed_are_counted_too()
    {
        await ChangeInBatchAsync();

        Assert.Equal((1, 5), (Times(nameof(ChangeInBatchAsync)).Count, Profile(nameof(ChangeInBatchAsync)).Rows));
    }

    [Fact]
    public async Task A_run_is_told_with_the_kinds_of_its_values_and_never_the_values()
    {
        var runs = new ConcurrentQueue<string>();
        QueryLog.Ended += Hear;
        try
        {
            await using var command = database.Source.Command(
                "SELECT $1, $2::bigint[], $3::text, $4",
                "a secret",
                new long[] { 7, 8 },
                null,
                42L
            );
            await command.RowsAsync(row => row.GetString(0), Cancellation);
        }
        finally
        {
            QueryLog.Ended -= Hear;
        }

        Assert.Equal("$1: text of 8, $2: Int64[2], $3: null, $4: Int64", Assert.Single(runs));

        void Hear(QueryRun run)
        {
            if (run.Call.Member == nameof(A_run_is_told_with_the_kinds_of_its_values_and_never_the_values))
            {
                runs.Enqueue(run.Call.Redacted());
            }
        }
    }

    private async Task ReadManyAsync(int rows)
    {
        await using var command = database.Source.Command("SELECT generate_series(1, $1)", rows);
        await command.RowsAsync(row => row.GetInt32(0), Cancellation);
    }

    private async Task ListenedAsync()
    {
        await using var command = database.Source.Command("SELECT 1");
        await command.ValueAsync(Cancellation);
    }

    private async Task DivideAsync()
    {
        await using var command = database.Source.Command("SELECT 1 / $1", 0);
        await command.ValueAsync(Cancellation);
    }

    private async Task ChangeInBatchAsync()
    {
        await using var batch = database.Source.CreateBatch();
        batch.Add("CREATE TEMPORARY TABLE numbers (number integer)");
        batch.Add("INSERT INTO numbers SELECT generate_series(1, $1)", 3);
        batch.Add("DELETE FROM numbers WHERE number < $1", 3);
        await batch.ChangeAsync(Cancellation);
    }

    private static QueryProfile Profile(string member) =>
        Assert.Single(QueryLog.Profiles(), profile => profile.Name == $"QueryLogTests.{member.Replace("Async", "")}");

    private static Durations Times(string member) => Profile(member).Times;
}
