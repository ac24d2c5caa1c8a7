using System.Text.Json;
using Connecto.Errors;
using Connecto.Storage;
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
            NpgsqlException failure => failure.Passes() ? new ChatException(ErrorCode.Unavailable) : null,
            TimeoutException or OperationCanceledException or OrleansException => new ChatException(
                ErrorCode.Unavailable
            ),
            _ => null,
        };

    private static string Field(JsonException exception) =>
        exception.Path?.TrimStart('$').TrimStart('.') is { Length: > 0 } field ? field : "body";
}
