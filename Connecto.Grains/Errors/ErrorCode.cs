namespace Connecto.Errors;

/// <summary>Every way in which Connecto refuses a call. <see cref="ErrorCatalogue"/> says how each looks on the wire.</summary>
public enum ErrorCode
{
    Invalid,
    Unauthenticated,
    Forbidden,
    NotFound,
    NotMember,
    Banned,
    Muted,
    SlowMode,
    RateLimited,
    TooLarge,
    Conflict,
    IdempotencyMismatch,
    Unavailable,
}
