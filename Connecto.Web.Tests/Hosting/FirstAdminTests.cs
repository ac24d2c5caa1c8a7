using Connecto.Tests.Support;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Hosting;

[Trait("Runtime", "Either")]
public sealed class FirstAdminTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly RestServer _server = new(postgres);

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task The_admin_is_made_at_start_and_a_second_start_changes_nothing()
    {
        var before = await _server.AdminAsync();
        var node = await NodeAsync(RestServer.AdminPassword);

        var after = await node.AdminAsync();

        Assert.Equal(before.Id, after.Id);
        Assert.Equal("admin", Assert.Single((await after.Rest.GetAsync("me"))["roles"].EnumerateArray()).GetString());
        Assert.Equal(200, (await before.Rest.GetAsync("admin/users")).Status);
        await node.DisposeAsync();
    }

    [Fact]
    public async Task Another_password_in_the_configuration_replaces_the_old_one()
    {
        var before = await _server.AdminAsync();

        var node = await NodeAsync("another password");

        var after = await node.LoginAsync(RestServer.AdminEmail, "another password");
        Assert.Equal(before.Id, after.Id);
        (await node.Client(before.AccessToken).GetAsync("me")).IsRefused(401, "unauthenticated");
        await node.DisposeAsync();
    }

    [Fact]
    public async Task Two_nodes_that_start_at_once_make_one_admin()
    {
        await using var command = _server.Database.CreateCommand("DELETE FROM users");
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var nodes = await Task.WhenAll(NodeAsync("a new password"), NodeAsync("a new password"));

        await using var count = _server.Database.CreateCommand("SELECT count(*) FROM users");
        Assert.Equal(1L, await count.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        foreach (var node in nodes)
        {
            await node.LoginAsync(RestServer.AdminEmail, "a new password");
            await node.DisposeAsync();
        }
    }

    /// <summary>A further node over the same database.</summary>
    private async Task<RestServer> NodeAsync(string adminPassword)
    {
        var node = new RestServer(postgres);
        node.Server.Settings["ConnectionStrings:Postgres"] = _server.Server.ConnectionString;
        node.Server.Settings["CONNECTO_ADMIN_PASSWORD"] = adminPassword;
        await node.InitializeAsync();
        return node;
    }
}
