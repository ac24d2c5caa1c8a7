using Connecto.Ids;
using Microsoft.Extensions.Logging;

namespace Connecto.Users;

internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Warning, "Web node {Node} could not be told of user {UserId}")]
    public static partial void NodeNotTold(ILogger logger, string node, Snowflake userId, Exception exception);

    [LoggerMessage(3002, LogLevel.Debug, "User {UserId} could not be told of a notification")]
    public static partial void NotNotified(ILogger logger, Snowflake userId, Exception exception);

    [LoggerMessage(3001, LogLevel.Warning, "Old notifications could not be removed")]
    public static partial void NotSwept(ILogger logger, Exception exception);
}
