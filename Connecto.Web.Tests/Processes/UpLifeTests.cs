using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Connecto.Bench.Clients;
using Connecto.Bench.Load;
using Connecto.Bench.Processes;

namespace Connecto.Web.Tests.Processes;

/// <summary>What the contract promises of <c>./connecto up</c> from its start to its end, on the real command.</summary>
[Trait("Runtime", "Either")]
public sealed class UpLifeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(UnixProcess.SigTerm)]
    [InlineData(UnixProcess.SigInt)]
    public async Task Up_is_ready_when_it_says_so_and_leaves_nothing_when_it_is_told_to_end(int signal)
    {
        await using var connecto = await ConnectoProcess.StartAsync(Cancellation);
        using var client = new HttpClient { BaseAddress = connecto.BaseAddress };

        var answer = await client.GetAsync("/health/ready", Cancellation);
        var code = await connecto.StopAsync(Cancellation, signal);

        Assert.True(answer.IsSuccessStatusCode, connecto.Up.Output);
        Assert.Equal(0, code);
        Assert.Empty(UnixProcess.Naming(connecto.DataFolder));
    }

    [Fact]
    public async Task Up_that_is_told_to_end_while_it_starts_ends_with_0_and_leaves_nothing()
    {
        await using var connecto = ConnectoProcess.NotStarted();
        var up = connecto.Begin();
        await Eventually.Holds(() => connecto.Postgres is not null, "PostgreSQL's start", Cancellation);

        var code = await connecto.StopAsync(Cancellation);

        Assert.Equal(0, code);
        Assert.Empty(UnixProcess.Naming(connecto.DataFolder));
        Assert.DoesNotContain("Connecto is up", up.Output);
    }

    [Fact]
    public async Task An_administrators_changed_password_outlives_a_restart()
    {
        await using var connecto = await ConnectoProcess.StartAsync(Cancellation);
        var first = connecto.AdminPassword;
        using var client = new HttpClient { BaseAddress = new Uri(connecto.BaseAddress, "/api/v1/") };
        var token = await LogInAsync(client, first);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var change = new { currentPassword = first, newPassword = "another password" };
        using var changed = await client.PostAsJsonAsync("me/password", change, Cancellation);

        Assert.Equal(0, await connecto.StopAsync(Cancellation));
        await connecto.StartAgainAsync(Cancellation);

        Assert.True(changed.IsSuccessStatusCode);
        Assert.NotNull(await LogInAsync(client, "another password"));
        Assert.Null(await LogInAsync(client, first));
    }

    [Fact]
    public async Task After_a_killed_up_the_next_one_ends_what_it_left_and_starts()
    {
        await using var connecto = await ConnectoProcess.StartAsync(Cancellation);
        var (server, postgres) = (connecto.Server!, connecto.Postgres!);
        var password = connecto.AdminPassword;

        await connecto.KillUpAsync(Cancellation);
        var leftToRun = server.Runs && postgres.Runs;
        await connecto.StartAgainAsync(Cancellation);

        Assert.True(leftToRun);
        Assert.False(server.Runs || postgres.Runs);
        Assert.Equal(password, connecto.AdminPassword);
        Assert.Equal(0, await connecto.StopAsync(Cancellation));
        Assert.Empty(UnixProcess.Naming(connecto.DataFolder));
    }

    [Fact]
    public async Task A_port_that_another_program_serves_is_refused_in_one_line()
    {
        await using var connecto = ConnectoProcess.NotStarted();
        using var other = new TcpListener(IPAddress.Loopback, connecto.Port);
        other.Start();

        var up = connecto.Begin();

        Assert.NotEqual(0, await up.EndAsync(Cancellation));
        await up.SaysAsync($"connecto: port {connecto.Port} is in use by another program", Cancellation);
    }

    [Fact]
    public async Task A_server_that_cannot_start_is_given_up_with_the_reason_and_leaves_nothing()
    {
        await using var connecto = ConnectoProcess.NotStarted(
            ("ConnectionStrings__Postgres", "Host=127.0.0.1;Port=1;Username=nobody"),
            ("Storage__StartTimeoutSeconds", "1")
        );

        var up = connecto.Begin();

        Assert.NotEqual(0, await up.EndAsync(Cancellation));
        await up.SaysAsync("connecto: the server does not start", Cancellation);
        Assert.Contains("Failed to connect to 127.0.0.1:1", up.Output);
        Assert.Empty(UnixProcess.Naming(connecto.DataFolder));
    }

    // Once `up` gave any server 75 s.
    [Fact]
    [Trait("Category", "Long")]
    public async Task A_server_is_not_killed_while_its_clients_may_still_leave()
    {
        await using var connecto = await ConnectoProcess.StartAsync(
            Cancellation,
            ("Chat__ReconnectWithin", "00:01:20"),
            ("Chat__SilentFor", "00:10:00")
        );
        using var api = new RestApi(connecto.BaseAddress, TimeSpan.FromSeconds(30));
        var token = await connecto.LogInAsync(api, Cancellation);
        TaskCompletionSource isIn = new(),
            wasClosed = new();
        await using var stays = await HubSocket.OpenAsync(
            connecto.BaseAddress,
            token,
            record => (record.Type == HubRecord.Close ? wasClosed : isIn).TrySetResult(),
            cancellation: Cancellation
        );
        stays.Write("""{"type":1,"invocationId":"1","target":"Unsubscribe","arguments":[[]]}"""u8);
        stays.Write([0x1e]);
        stays.Flush();
        await isIn.Task.WaitAsync(Cancellation);

        Assert.Equal(0, await connecto.StopAsync(Cancellation));

        await Task.WhenAny(stays.Completion);
        Assert.True(wasClosed.Task.IsCompleted, connecto.Up.Output);
    }

    private static async Task<string?> LogInAsync(HttpClient client, string password)
    {
        var who = new { email = ConnectoProcess.AdminEmail, password };
        using var answer = await client.PostAsJsonAsync("auth/login", who, Cancellation);
        var grant = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        return answer.IsSuccessStatusCode ? grant.GetProperty("accessToken").GetString() : null;
    }
}
