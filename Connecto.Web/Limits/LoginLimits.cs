using Connecto.Errors;
using Microsoft.Extensions.Options;

namespace Connecto.Web.Limits;

/// <summary>How often one address may register or try to log in, and how often anybody may try one account.</summary>
internal sealed class LoginLimits(IOptions<RateLimits> limits, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);
    private readonly Limit<string> _registrations = new(limits.Value.RegistrationsPerMinute, _minute, time);
    private readonly Limit<string> _addresses = new(limits.Value.LoginsPerMinute, _minute, time);
    private readonly Limit<string> _accounts = new(limits.Value.LoginsPerMinute, _minute, time);

    /// <exception cref="ChatException"><see cref="ErrorCode.RateLimited"/>.</exception>
    public void TakeRegistration(HttpContext context) => _registrations.Take(ClientAddress.Group(context));

    /// <exception cref="ChatException"><see cref="ErrorCode.RateLimited"/>.</exception>
    public void TakeLogin(HttpContext context, string email)
    {
        _addresses.Take(ClientAddress.Group(context));
        TakeAccount(email);
    }

    /// <summary>A password of the account is tried by somebody who is logged in.</summary>
    /// <exception cref="ChatException"><see cref="ErrorCode.RateLimited"/>.</exception>
    public void TakeAccount(string email) => _accounts.Take(email.ToLowerInvariant());

    public void Dispose()
    {
        _registrations.Dispose();
        _addresses.Dispose();
        _accounts.Dispose();
    }
}
