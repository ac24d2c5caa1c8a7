using System.Net;
using System.Text.Json;

namespace Connecto.Bench.Clients;

/// <summary>A call that REST refused. <c>Code</c> is null where the answer was not the contract's JSON.</summary>
internal sealed class RestRefusedException(string call, HttpStatusCode status, string text)
    : HttpRequestException($"{call}: {(int)status} {text}", null, status)
{
    public string? Code { get; } = Parse(text);

    private static string? Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text).TextOrNull("code");
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
