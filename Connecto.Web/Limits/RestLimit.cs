using Connecto.Errors;
using Connecto.Ids;
using Connecto.Web.Auth;
using Microsoft.Extensions.Options;

namespace Connecto.Web.Limits;

/// <summary>How many REST calls a user makes in a minute.</summary>
internal sealed class RestLimit(IOptions<RateLimits> limits, TimeProvider time) : IDisposable
{
    private readonly Limit<Snowflake> _calls = new(limits.Value.RestPerMinute, TimeSpan.FromMinutes(1), time);

    /// <exception cref="ChatException"><see cref="ErrorCode.RateLimited"/>.</exception>
    public void Take(Caller caller)
    {
        if (!caller.Unlimited)
        {
            _calls.Take(caller.UserId);
        }
    }

    public void Dispose() => _calls.Dispose();
}
