using Connecto.Errors;
using Connecto.Ids;
using Connecto.Settings;
using Connecto.Users;
using Microsoft.AspNetCore.Identity;

namespace Connecto.Web.Auth;

/// <summary>
/// At start, sees to it that the admin of <c>CONNECTO_ADMIN_EMAIL</c> exists and has the password of
/// <c>CONNECTO_ADMIN_PASSWORD</c>. Any number of nodes may do so at once.
/// </summary>
internal sealed class FirstAdmin(
    IConfiguration configuration,
    AccountStore accounts,
    SessionStore sessions,
    Passwords passwords,
    Grants grants,
    SnowflakeGenerator ids,
    ILogger<FirstAdmin> logger
) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var email = configuration["CONNECTO_ADMIN_EMAIL"];
        var password = configuration["CONNECTO_ADMIN_PASSWORD"];
        if (string.IsNullOrWhiteSpace(email) || string.IsNullOrEmpty(password))
        {
            return;
        }
        email = Checked("CONNECTO_ADMIN_EMAIL", () => AccountRules.Email(email));
        Checked("CONNECTO_ADMIN_PASSWORD", () => AccountRules.Password(password));
        var present = await accounts.CredentialsAsync(email, cancellationToken);
        if (present is not null && await IsSetAsync(present, password, cancellationToken))
        {
            return;
        }
        var hash = await passwords.HashAsync(password, cancellationToken);
        var admin = new NewAccount(ids.Next(), email, "Admin", hash);
        var userId = await accounts.PutAdminAsync(admin, cancellationToken);
        if (present is not null)
        {
            await sessions.EndAllAsync(userId, cancellationToken);
            await grants.SessionsChangedAsync(userId);
        }
        Log.AdminSet(logger, userId);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static string Checked(string setting, Func<string> check)
    {
        try
        {
            return check();
        }
        catch (ChatException wrong)
        {
            throw new SettingException($"{setting}: {wrong.Message}", wrong);
        }
    }

    private async Task<bool> IsSetAsync(Credentials present, string password, CancellationToken cancellation) =>
        !present.Banned
        && present.Roles.Contains(Account.AdminRole)
        && await passwords.VerifyAsync(present.PasswordHash, password, cancellation)
            != PasswordVerificationResult.Failed;
}
