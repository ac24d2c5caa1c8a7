using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.Options;

namespace Connecto.Web.Auth;

/// <summary>Makes the tokens that <c>AddBearerToken</c> reads, on whichever web node.</summary>
public sealed class AccessTokens(IOptionsMonitor<BearerTokenOptions> options, TimeProvider time)
{
    /// <summary>How long the token of a log-in or refresh is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private const string Scheme = BearerTokenDefaults.AuthenticationScheme;

    public string Issue(Caller caller, IEnumerable<string> roles, TimeSpan lifetime)
    {
        var properties = new AuthenticationProperties { ExpiresUtc = time.GetUtcNow() + lifetime };
        var ticket = new AuthenticationTicket(caller.ToPrincipal(roles, Scheme), properties, Scheme);
        return options.Get(Scheme).BearerTokenProtector.Protect(ticket);
    }
}
