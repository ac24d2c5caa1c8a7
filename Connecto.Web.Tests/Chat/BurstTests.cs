using Connecto.Tests.Support;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Chat;

/// <summary>Many events in a short time, to readers of which some are slow.</summary>
public sealed class BurstTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Fifty_readers_have_ten_thousand_events_dense_and_in_order_some_of_them_slowly()
    {
        const int messages = 10_000;
        const int readers = 50;
        await using var server = new ChatServer(postgres)
        {
            Settings =
            {
                ["Chat:OutboxBytes"] = "100000000",
                ["Chat:OutboxMessages"] = "100000",
                ["Chat:StallAfter"] = "00:05:00",
                ["Chat:SilentFor"] = "00:10:00",
            },
        };
        await server.InitializeAsync();
        var user = await server.UserAsync();
        var planet = await server.PlanetAsync(user);
        var clients = await Task.WhenAll(Enumerable.Range(0, readers).Select(ConnectAsync));

        var reading = Task.WhenAll(clients.Select((client, i) => client.ReadAsync(messages + 1, Pause(i))));
        for (var sent = 0; sent < messages; sent += 500)
        {
            await Task.WhenAll(Enumerable.Range(sent, 500).Select(i => user.SendAsync(planet, $"message {i}")));
        }
        await reading.WaitAsync(HubClient.Patience, TestContext.Current.CancellationToken);

        var all = Enumerable.Range(2, messages).Select(rev => (long)rev).ToArray();
        foreach (var client in clients)
        {
            Assert.Equal(all, client.Revs);
            await client.DisposeAsync();
        }

        Task<RevReader> ConnectAsync(int i) =>
            RevReader.ConnectAsync(
                server.Address,
                user.Token,
                planet.ToString(),
                i % 5 == 0 ? HubClientOptions.Narrow : new HubClientOptions()
            );

        // Every fifth is slow, each of those by another measure.
        static TimeSpan Pause(int i) => i % 5 == 0 ? TimeSpan.FromMilliseconds(i + 1) : TimeSpan.Zero;
    }
}
