using System.Net;
using System.Net.Http.Headers;
using Connecto.Bench.Processes;
using Connecto.Tests.Support;
using Connecto.Web.Chat;
using Connecto.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Connecto.Web.Tests.Chat;

/// <summary>Many who come at once: a few are let in at a time, some wait, and the rest is told when to come again.</summary>
public sealed class ArrivalTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Who_would_wait_too_long_is_told_when_to_come_again_and_the_others_come_in_and_are_served()
    {
        await using var server = new ChatServer(postgres)
        {
            Settings = { ["Chat:ArrivingTogether"] = "1", ["Chat:ArrivalsWaiting"] = "1" },
        };
        await server.InitializeAsync();
        var (first, second, third) = (await server.UserAsync(), await server.UserAsync(), await server.UserAsync());
        var planet = await server.PlanetAsync(first);
        await using var here = await first.ConnectAsync();
        await here.SubscribeAsync(planet);

        // Nobody's session can be looked at, so whoever is coming in stays where he is.
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        await using var sessions = await PostgresHold.TakeAsync(
            database,
            "LOCK TABLE sessions IN ACCESS EXCLUSIVE MODE"
        );
        Task<HubClient>[] arriving = [second.ConnectAsync(), third.ConnectAsync()];
        var arrivals = server.Services.GetRequiredService<Arrivals>();
        await Eventually.Holds(() => Task.FromResult(arrivals.Waiting == 1), "one comes in, one waits", Cancelled);
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", first.Token);
        using var refused = await http.PostAsync("/hubs/chat/negotiate?negotiateVersion=1", null, Cancelled);
        await here.SendAsync(planet, "not held up");
        await sessions.RollbackAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 10);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        foreach (var arrival in arriving)
        {
            await using var client = await arrival;
            await client.InvokeAsync("Unsubscribe", (object)Array.Empty<string>());
        }
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;
}
