using Connecto.Tests.Support;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Api;

public sealed class RegistrationTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Where_registration_is_closed_only_admins_make_accounts()
    {
        await using var server = new RestServer(postgres);
        server.Server.Settings["CONNECTO_REGISTRATION"] = "closed";
        await server.InitializeAsync();
        var account = new
        {
            email = "new@example.com",
            password = "password",
            displayName = "New",
        };

        (await server.Anonymous.PostAsync("auth/register", account)).IsRefused(403, "forbidden");

        var admin = await server.AdminAsync();
        await admin.Rest.PostAsync("admin/users", new[] { account });
        await server.LoginAsync(account.email, account.password);
    }
}
