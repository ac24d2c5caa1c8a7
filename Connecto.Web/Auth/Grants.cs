using Connecto.Ids;
using Connecto.Messages;
using Connecto.Storage.Replicas;
using Connecto.Users;
using Connecto.Web.Limits;
using Orleans;

namespace Connecto.Web.Auth;

/// <summary>Begins and renews sessions, and makes the tokens that go with them.</summary>
internal sealed class Grants(
    SessionStore sessions,
    AccessTokens access,
    RefreshTokens refresh,
    SnowflakeGenerator ids,
    IGrainFactory grains,
    RecentWriters writers,
    TimeProvider time,
    ILogger<Grants> logger
)
{
    private const int LongestAgent = 256;

    /// <summary>
    /// Begins a session of a user whose password was verified against <paramref name="verifiedHash"/>; null where he
    /// was banned, or changed his password, in that moment.
    /// </summary>
    public async Task<Grant?> BeginAsync(
        Snowflake userId,
        string[] roles,
        string? verifiedHash,
        HttpContext context,
        CancellationToken cancellation
    )
    {
        var token = refresh.Make(userId, ids.Next());
        var session = NewSession(token, RefreshTokens.Lifetime, context);
        var ended = await sessions.StartAsync(session, verifiedHash, cancellation);
        // Whom this made may look for himself.
        writers.Wrote(userId);
        if (ended > 0)
        {
            await SessionsChangedAsync(userId);
        }
        return ended is null ? null : Grant(token, roles);
    }

    /// <summary>Replaces a refresh token; null where it is not good, in which case its session is over as well.</summary>
    public async Task<Grant?> RenewAsync(string? text, CancellationToken cancellation)
    {
        if (!refresh.TryRead(text, out var shown))
        {
            return null;
        }
        var next = refresh.Make(shown.UserId, shown.SessionId);
        var outcome = await sessions.RotateAsync(
            shown.UserId,
            shown.SessionId,
            shown.Hash,
            next.Hash,
            time.GetUtcNow() + RefreshTokens.Lifetime,
            cancellation
        );
        if (outcome is RefreshOutcome.Reused)
        {
            Log.TokenReused(logger, shown.UserId, shown.SessionId);
            await SessionsChangedAsync(shown.UserId);
        }
        return outcome is RefreshOutcome.Rotated rotated ? Grant(next, rotated.Roles) : null;
    }

    /// <summary>Tells the user's grain, and so every node, that sessions of his were ended.</summary>
    public Task SessionsChangedAsync(Snowflake userId) => grains.GetGrain<IUserGrain>(userId.Value).SessionsChanged();

    /// <summary>Long-lived access tokens without refresh, one for each user that exists, made in one statement.</summary>
    public async Task<Dictionary<Snowflake, string>> IssueManyAsync(
        IReadOnlyCollection<Snowflake> userIds,
        TimeSpan lifetime,
        bool unlimited,
        HttpContext context,
        CancellationToken cancellation
    )
    {
        var made = userIds.Select(id => refresh.Make(id, ids.Next())).ToDictionary(token => token.UserId);
        var begun = await sessions.StartManyAsync(
            [.. made.Values.Select(token => NewSession(token, lifetime, context))],
            cancellation
        );
        return begun.ToDictionary(
            user => user.Key,
            user => access.Issue(new Caller(user.Key, made[user.Key].SessionId, unlimited), user.Value, lifetime)
        );
    }

    private Grant Grant(RefreshToken token, string[] roles)
    {
        var caller = new Caller(token.UserId, token.SessionId, Unlimited: false);
        return new Grant(
            token.UserId,
            access.Issue(caller, roles, AccessTokens.Lifetime),
            token.Text,
            (int)AccessTokens.Lifetime.TotalSeconds
        );
    }

    private NewSession NewSession(RefreshToken token, TimeSpan lifetime, HttpContext context)
    {
        var sent = context.Request.Headers.UserAgent.ToString();
        var agent = sent[..Math.Min(sent.Length, LongestAgent)];
        return new NewSession(
            token.SessionId,
            token.UserId,
            token.Hash,
            time.GetUtcNow() + lifetime,
            ClientAddress.Of(context),
            PlainText.IsPlain(agent) ? agent : null
        );
    }
}
