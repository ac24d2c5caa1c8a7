using Connecto.Ids;

namespace Connecto.Users;

/// <summary>A log-in to be made. <c>RefreshHash</c> is the SHA-256 of the refresh token's secret.</summary>
public sealed record NewSession(
    Snowflake Id,
    Snowflake UserId,
    byte[] RefreshHash,
    DateTimeOffset ExpiresAt,
    string? Address,
    string? Agent
);

/// <summary>A session that is neither ended nor expired.</summary>
public sealed record LiveSession(Snowflake Id, DateTimeOffset ExpiresAt);

/// <summary>A session as its user and admins see it. <c>IssuedBy</c> is the admin who issued its token.</summary>
public sealed record SessionRow(
    Snowflake Id,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastSeenAt,
    DateTimeOffset ExpiresAt,
    string? Address,
    string? Agent,
    Snowflake? IssuedBy
);

/// <summary>A user for whom a session was to be issued, and whether it was.</summary>
public sealed record IssuedFor(Snowflake UserId, string[] Roles, bool Issued);

/// <summary>How the showing of a refresh token ended.</summary>
public abstract record RefreshOutcome
{
    private RefreshOutcome() { }

    /// <summary>It was the newest and is replaced.</summary>
    public sealed record Rotated(string[] Roles) : RefreshOutcome;

    /// <summary>The session lived and the token was not its newest: the session is ended now.</summary>
    public sealed record Reused : RefreshOutcome;

    /// <summary>The session is over, or its user banned or gone.</summary>
    public sealed record Over : RefreshOutcome;
}
