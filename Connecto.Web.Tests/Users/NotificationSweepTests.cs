using Connecto.Bench.Processes;
using Connecto.Tests.Support;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Users;

public sealed class NotificationSweepTests(PostgresFixture postgres)
{
    [Fact]
    public async Task What_nobody_read_for_90_days_goes_and_what_is_younger_stays()
    {
        await using var server = new RestServer(postgres);
        await server.InitializeAsync();
        await using var insert = server.Database.CreateCommand(
            """
            INSERT INTO notifications (user_id, id, kind, created_at)
            SELECT id % 7, id, 7, now() - make_interval(days => CASE WHEN id <= 2500 THEN 91 ELSE 89 END)
            FROM generate_series(1, 2600) id
            """
        );
        await insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        await server.Server.StopAsync();
        await server.Server.StartAsync();

        await Eventually.Holds(
            async () => await CountAsync("id <= 2500") == 0,
            "the sweep of the start removes what is old",
            TestContext.Current.CancellationToken
        );
        Assert.Equal(100, await CountAsync("true"));

        async Task<long> CountAsync(string where)
        {
            await using var count = server.Database.CreateCommand($"SELECT count(*) FROM notifications WHERE {where}");
            return (long)(await count.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        }
    }
}
