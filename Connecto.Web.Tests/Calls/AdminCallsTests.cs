using System.Text.Json;
using Connecto.Bench.Processes;
using Connecto.Tests.Support;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Calls;

public sealed class AdminCallsTests(RestServer server) : IClassFixture<RestServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_admin_sees_what_calls_took_by_route_and_how_many_failed()
    {
        var admin = await server.AdminAsync();
        var (owner, planet) = await server.PlanetAsync();
        await owner.Rest.GetAsync($"planets/{planet}/messages");
        await owner.Rest.GetAsync($"planets/{planet}/messages");
        await owner.Rest.GetAsync("planets/12345/pins");
        await owner.Rest.PostAsync(
            "batch",
            new[]
            {
                new
                {
                    id = "1",
                    method = "GET",
                    path = "me/blocks",
                },
            }
        );
        await owner.Rest.GetAsync("nowhere");

        var answer = await CallsAsync(admin, "POST /api/v1/batch");

        var calls = answer["calls"].EnumerateArray().ToDictionary(call => call.GetProperty("name").GetString()!);
        Assert.Equal(2, Number(calls["GET /api/v1/planets/{id}/messages"], "count"));
        Assert.Equal(1, Number(calls["GET /api/v1/planets/{id}/pins"], "refused"));
        Assert.Equal(1, Number(calls["GET /api/v1/me/blocks"], "count"));
        Assert.DoesNotContain(calls.Keys, name => name.Contains("nowhere", StringComparison.Ordinal));
        Assert.Equal(600, answer["withinSeconds"].GetInt32());
        var all = answer["all"];
        Assert.Equal(calls.Values.Sum(call => Number(call, "count")), Number(all, "count"));
        Assert.True(all.GetProperty("p99Ms").GetDouble() <= all.GetProperty("longestMs").GetDouble());
        Assert.True(all.GetProperty("medianMs").GetDouble() > 0);
    }

    [Fact]
    public async Task Nobody_else_does()
    {
        var user = await server.RegisterAsync();

        (await user.Rest.GetAsync("admin/calls")).IsRefused(403, "forbidden");
        (await server.Anonymous.GetAsync("admin/calls")).IsRefused(401, "unauthenticated");
    }

    // A call is counted once it is over, which its caller may hear before.
    private static async Task<RestAnswer> CallsAsync(RestUser admin, string until)
    {
        RestAnswer? answer = null;
        await Eventually.Holds(
            async () =>
            {
                answer = await admin.Rest.GetAsync("admin/calls");
                return answer["calls"].EnumerateArray().Any(call => call.GetProperty("name").GetString() == until);
            },
            $"{until} is counted",
            Cancellation
        );
        return answer!;
    }

    private static long Number(JsonElement call, string name) => call.GetProperty(name).GetInt64();
}
