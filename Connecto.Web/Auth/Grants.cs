using Connecto.Admin;
using Connecto.Errors;
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

    /// <summary>
    /// Long-lived access tokens without refresh, one for each user, made and audited in one transaction. Of another admin
    /// there is none: who loses the role would take it along.
    /// </summary>
    /// <exception cref="ChatException">
    /// <see cref="ErrorCode.Forbidden"/> where one is another admin, <see cref="ErrorCode.NotFound"/> where one is banned or
    /// unknown; then nothing was issued.
    /// </exception>
    public async Task<Dictionary<Snowflake, string>> IssueManyAsync(
        AuditAct act,
        IReadOnlyCollection<Snowflake> userIds,
        TimeSpan lifetime,
        bool unlimited,
        HttpContext context,
        CancellationToken cancellation
    )
    {
        var made = userIds.Select(id => refresh.Make(id, ids.Next())).ToDictionary(token => token.UserId);
        var known = await sessions.StartManyAsync(
            [.. made.Values.Select(token => NewSession(token, lifetime, context))],
            act,
            cancellation
        );
        if (known.Find(user => user.UserId != act.ActorId && user.Roles.Contains(Account.AdminRole)) is { } admin)
        {
            throw new ChatException(ErrorCode.Forbidden, $"The user {admin.UserId} is another admin.");
        }
        if (userIds.FirstOrDefault(id => !known.Exists(user => user.UserId == id)) is { Value: > 0 } missing)
        {
            throw new ChatException(ErrorCode.NotFound, $"There is no user {missing}.");
        }
        if (known.Exists(user => !user.Issued))
        {
            throw new ChatException(ErrorCode.NotFound, "One of the users is banned.");
        }
        return known.ToDictionary(
            user => user.UserId,
            user => access.Issue(new Caller(user.UserId, made[user.UserId].SessionId, unlimited), user.Roles, lifetime)
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
