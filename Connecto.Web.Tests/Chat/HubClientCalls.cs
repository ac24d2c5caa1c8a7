using System.Text.Json;
using Connecto.Ids;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Chat;

/// <summary>The hub's calls as tests make them.</summary>
internal static class HubClientCalls
{
    public static async Task<JsonElement> SubscribeAsync(
        this HubClient client,
        Snowflake planetId,
        long? sinceRev = null
    )
    {
        var answers = await client.InvokeAsync("Subscribe", (object)new[] { new { planetId, sinceRev } });
        return Assert.Single(answers.EnumerateArray());
    }

    public static async Task<JsonElement> SubscribeHeadAsync(this HubClient client, Snowflake planetId)
    {
        var answers = await client.InvokeAsync("Subscribe", (object)new[] { new { planetId, fields = "head" } });
        return Assert.Single(answers.EnumerateArray());
    }

    public static Task<JsonElement> TypingAsync(this HubClient client, Snowflake planetId) =>
        client.InvokeAsync("Typing", new { planetId });

    public static Task<JsonElement> SendAsync(this HubClient client, Snowflake planetId, string text) =>
        client.InvokeAsync(
            "SendMessage",
            new
            {
                planetId,
                clientMessageId = Guid.NewGuid().ToString("N"),
                text,
            }
        );
}
