using System.Text.Json;

namespace Connecto.Web.Tests.Support;

public sealed record RestAnswer(int Status, string? Type, TimeSpan? RetryAfter, Uri? Location, JsonElement Body)
{
    public string? Code => Body.GetProperty("code").GetString();

    public JsonElement this[string field] => Body.GetProperty(field);

    public IReadOnlyList<JsonElement> Items => [.. Body.GetProperty("items").EnumerateArray()];

    /// <summary>It is a refusal in the contract's form, with this code and the status that belongs to it.</summary>
    public void IsRefused(int status, string code)
    {
        Assert.Equal((status, code), (Status, Code));
        Assert.Equal("application/problem+json", Type);
        Assert.Equal(status, Body.GetProperty("status").GetInt32());
        Assert.NotEmpty(Body.GetProperty("title").GetString()!);
        Assert.NotEmpty(Body.GetProperty("detail").GetString()!);
        Assert.NotEmpty(Body.GetProperty("traceId").GetString()!);
    }

    /// <summary>It is refused as <c>invalid</c>, and names this field.</summary>
    public void IsInvalid(string field)
    {
        IsRefused(400, "invalid");
        Assert.NotEmpty(Body.GetProperty("errors").GetProperty(field).EnumerateArray());
    }
}
