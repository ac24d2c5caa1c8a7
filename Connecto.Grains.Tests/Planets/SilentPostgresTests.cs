using Connecto.Errors;
using Connecto.Messages;
using Connecto.Tests.Support;
using static Connecto.Tests.Support.PlanetCluster;

namespace Connecto.Tests.Planets;

/// <summary>A PostgreSQL that takes what it is sent and says nothing.</summary>
public sealed class SilentPostgresTests : IAsyncLifetime
{
    private PostgresServer _server = null!;
    private PlanetCluster _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.StartAsync();
        // It would be given up only after ten minutes.
        _cluster = await PlanetCluster.StartAsync(
            _server.ConnectionString,
            new("Storage:SilentAfterSeconds", "0.2"),
            new("Storage:CommandTimeoutSeconds", "600")
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Senders_are_told_at_once_and_find_what_was_written_all_the_same()
    {
        await using var database = Npgsql.NpgsqlDataSource.Create(_server.ConnectionString);
        var ann = (await AddUsersAsync(database, 1))[0];
        var planet = await _cluster.CreateAsync(ann);
        Assert.Equal(1, (await _cluster.SendAsync(planet, Message(ann, "1"))).Seq);
        var underWay = Message(ann, "2");
        var meanwhile = Message(ann, "3");

        _server.Freeze();
        try
        {
            await AssertUnavailableAsync(() => _cluster.SendAsync(planet, underWay));
            await AssertUnavailableAsync(() => _cluster.SendAsync(planet, meanwhile));
            await AssertUnavailableAsync(() => planet.Edit(ann, 1, "edited"));
            Assert.Single((await planet.Messages(ann, new PageRequest(null, null, null, 20))).Items);
        }
        finally
        {
            _server.Thaw();
        }

        var retried = await AcceptedAsync(() => _cluster.SendAsync(planet, underWay));
        Assert.Equal((2, true), (retried.Seq, retried.Duplicate));
        Assert.Equal(3, (await AcceptedAsync(() => _cluster.SendAsync(planet, meanwhile))).Seq);
        var sent = (await planet.Messages(ann, new PageRequest(null, null, null, 20))).Items;
        Assert.Equal(["1", "2", "3"], sent.Select(item => item.ClientMessageId));
    }

    private static async Task AssertUnavailableAsync(Func<Task> call) =>
        Assert.Equal(ErrorCode.Unavailable, (await Assert.ThrowsAsync<ChatException>(call)).Code);

    private static async Task<SendResult> AcceptedAsync(Func<Task<SendResult>> send)
    {
        SendResult? sent = null;
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                sent = await send();
            }
            catch (ChatException refusal) when (refusal.Code == ErrorCode.Unavailable) { }
            return sent is not null;
        });
        return sent!;
    }
}
