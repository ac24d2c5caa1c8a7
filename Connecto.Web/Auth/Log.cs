using Connecto.Ids;

namespace Connecto.Web.Auth;

internal static partial class Log
{
    [LoggerMessage(5100, LogLevel.Information, "The admin {UserId} was made, or given the configured password")]
    public static partial void AdminSet(ILogger logger, Snowflake userId);

    [LoggerMessage(
        5101,
        LogLevel.Warning,
        "A refresh token of user {UserId} was shown a second time; its session {SessionId} is over"
    )]
    public static partial void TokenReused(ILogger logger, Snowflake userId, Snowflake sessionId);
}
