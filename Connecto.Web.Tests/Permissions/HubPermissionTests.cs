using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Connecto.Bench.Clients;
using Connecto.Web.Chat;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Permissions;

/// <summary>
/// Who may call what, by the hub: <c>hub.md</c> holds what each kind of caller is answered on every call. What
/// <c>Subscribe</c> answers is its <c>state</c>, or the code with which it is denied.
/// </summary>
[Trait("Runtime", "Either")]
public sealed class HubPermissionTests(RestServer server) : IClassFixture<RestServer>
{
    private static readonly IReadOnlyList<PermissionRow> _rows = PermissionTable.Read("hub.md");

    [Fact]
    public void Every_call_has_a_row_and_every_row_a_call()
    {
        var calls = ChatHub.Methods.Order(StringComparer.Ordinal);
        Assert.Equal(calls, _rows.Select(row => row.Call).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public Task Every_caller_is_answered_as_the_table_says() => PermissionTable.CheckAsync(_rows, AnswerAsync);

    private async Task<string> AnswerAsync(PermissionRow row, CallerKind kind)
    {
        var world = new PermissionWorld(server, kind);
        var argument = JsonElement.Parse(await world.FillAsync(row.Argument));
        try
        {
            var token = (await world.CallerAsync())?.AccessToken ?? "";
            await using var client = await HubClient.ConnectAsync(server.Server.Address, token);
            return StateOf(await client.InvokeAsync(row.Call, argument)) ?? "ok";
        }
        catch (HubRefusedException refusal)
        {
            return refusal.Code ?? "without a code";
        }
        catch (WebSocketException failure) when (failure.Message.Contains("401", StringComparison.Ordinal))
        {
            return "unauthenticated";
        }
    }

    private static string? StateOf(JsonElement result)
    {
        if (result.ValueKind != JsonValueKind.Array)
        {
            return null;
        }
        var answer = Assert.Single(result.EnumerateArray());
        return answer.TryGetProperty("code", out var code) ? code.GetString() : answer.GetProperty("state").GetString();
    }
}
