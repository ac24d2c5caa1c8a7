namespace Connecto.Errors;

/// <summary>The one table of errors: name on the wire, HTTP status, title.</summary>
public static class ErrorCatalogue
{
    private static readonly (string Name, int Status, string Title)[] _entries =
    [
        ("invalid", 400, "The request is not valid."),
        ("unauthenticated", 401, "Log in first."),
        ("forbidden", 403, "You may not do this."),
        ("not_found", 404, "There is no such thing."),
        ("not_member", 403, "You are not a member of this planet."),
        ("banned", 403, "You are banned."),
        ("muted", 403, "You are muted."),
        ("slow_mode", 429, "This planet is in slow mode."),
        ("rate_limited", 429, "Too many requests."),
        ("too_large", 413, "The request is too large."),
        ("conflict", 409, "This conflicts with what is there."),
        ("idempotency_mismatch", 409, "This clientMessageId was used for another message."),
        ("unavailable", 503, "This cannot be done right now; try again."),
    ];

    /// <summary>The code as it stands on the wire, such as <c>not_member</c>.</summary>
    public static string Name(this ErrorCode code) => _entries[(int)code].Name;

    /// <summary>The HTTP status that carries the code.</summary>
    public static int Status(this ErrorCode code) => _entries[(int)code].Status;

    /// <summary>One English sentence for people.</summary>
    public static string Title(this ErrorCode code) => _entries[(int)code].Title;
}
