using System.Text.Json;

namespace Connecto.Web.Tests.Support;

/// <summary>What came over a connection, in order: a call of the server's, or the answer to one of ours.</summary>
public sealed record HubRecord(string? Target, string? InvocationId, JsonElement Body)
{
    /// <summary>The one argument of a call, or the result of an answer.</summary>
    public JsonElement Argument => Target is null ? Body.GetProperty("result") : Body.GetProperty("arguments")[0];
}
