using Connecto.Errors;
using Connecto.Ids;
using Connecto.Web.Auth;
using Microsoft.Extensions.Options;

namespace Connecto.Web.Limits;

/// <summary>How many messages a user sends, edits or deletes in a second; a REST edit counts as a call instead.</summary>
public sealed class SendLimit(IOptions<RateLimits> limits, TimeProvider time) : IDisposable
{
    private readonly Limit<Snowflake> _sends = new(limits.Value.SendsPerSecond, TimeSpan.FromSeconds(1), time);

    /// <exception cref="ChatException"><see cref="ErrorCode.RateLimited"/>.</exception>
    public void Take(Caller caller)
    {
        if (!caller.Unlimited)
        {
            _sends.Take(caller.UserId);
        }
    }

    public void Dispose() => _sends.Dispose();
}
