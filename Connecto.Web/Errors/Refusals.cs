using System.Text.Json;
using Connecto.Errors;
using Npgsql;
using Orleans.Runtime;

namespace Connecto.Web.Errors;

/// <summary>Which refusal of the catalogue an exception is. REST and hub ask the same question.</summary>
public static class Refusals
{
    /// <summary>The refusal to show the caller; null where the exception is a fault of our own.</summary>
    public static ChatException? From(Exception exception) =>
        exception switch
        {
            ChatException refusal => refusal,
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new ChatException(
                ErrorCode.TooLarge
            ),
            BadHttpRequestException bad => new ChatException(ErrorCode.Invalid, bad.Message),
            JsonException json => ChatException.Invalid(Field(json), "this is not the JSON that belongs here"),
            PostgresException postgres when !Passes(postgres) => null,
            NpgsqlException or TimeoutException or OperationCanceledException or OrleansException => new ChatException(
                ErrorCode.Unavailable
            ),
            _ => null,
        };

    // 57014: cancelled by a time-out of the server; 25006: a primary that has just become a replica.
    private static bool Passes(PostgresException exception) =>
        exception.IsTransient
        || exception.SqlState is PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.ReadOnlySqlTransaction;

    private static string Field(JsonException exception) =>
        exception.Path?.TrimStart('$').TrimStart('.') is { Length: > 0 } field ? field : "body";
}
