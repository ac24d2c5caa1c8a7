using System.Text.Json;

namespace Connecto.Bench.Clients;

/// <summary>A call that the hub refused. <c>Code</c> is null where the text was not the contract's JSON.</summary>
public sealed class HubRefusedException(string text) : Exception(text)
{
    private const string Mark = "HubException: ";

    public JsonElement? Error { get; } = Parse(text);

    public string? Code => Error?.GetProperty("code").GetString();

    private static JsonElement? Parse(string text)
    {
        var start = text.IndexOf(Mark, StringComparison.Ordinal);
        return start < 0 ? null : JsonElement.Parse(text[(start + Mark.Length)..]);
    }
}
