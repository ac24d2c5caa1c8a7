using Connecto.Tests.Support;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Hosting;

/// <summary>What is read from a replica, which stands here for one that lags: a database that holds something else.</summary>
public sealed class ReadReplicaTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Lists_of_people_and_travels_come_from_the_replica_and_what_a_planet_holds_does_not()
    {
        await using var other = new RestServer(postgres);
        await other.InitializeAsync();
        await other.RegisterAsync(displayName: "복제본에만");
        await using var server = new RestServer(postgres);
        server.Server.Settings["ConnectionStrings:PostgresReadOnly"] = other.Server.ConnectionString;
        await server.InitializeAsync();
        var user = await server.RegisterAsync(displayName: "원본에만");
        var planet = (await user.Rest.PostAsync("planets", new { name = "A group" }))["id"].GetString();
        var send = new { clientMessageId = "1", text = "hello" };
        Assert.Equal(201, (await user.Rest.PostAsync($"planets/{planet}/messages", send)).Status);
        Assert.Equal(201, (await user.Rest.PostAsync("travels", new { title = "Mine", visibility = "public" })).Status);

        Assert.Single((await user.Rest.GetAsync("users?q=복제본에만")).Items);
        Assert.Empty((await user.Rest.GetAsync("users?q=원본에만")).Items);
        Assert.Empty((await user.Rest.GetAsync("travels?q=Mine")).Items);
        Assert.Single((await user.Rest.GetAsync("me/planets")).Items);
        Assert.Single((await user.Rest.GetAsync($"planets/{planet}/messages")).Items);
        Assert.Single((await user.Rest.GetAsync($"planets/{planet}/members")).Items);
        Assert.Equal("원본에만", (await user.Rest.GetAsync("me"))["displayName"].GetString());
    }
}
