using System.Runtime.Versioning;
using System.Text.Json;
using Connecto.Bench.Clients;
using Connecto.Bench.Processes;
using Connecto.Web.Hosting;

namespace Connecto.Web.Tests.Processes;

/// <summary>What the contract promises of <c>./connecto up</c> while it runs, on the real command.</summary>
[SupportedOSPlatform("linux")]
public sealed class RunningUpTests(RunningUp up) : IClassFixture<RunningUp>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_up_on_the_folder_is_refused_in_one_line_and_harms_nothing()
    {
        await using var other = ConnectoProcess.NotStarted();
        var server = up.Connecto.Server;

        var second = up.Connecto.Command(up.Connecto.DataFolder, other.Port);
        var code = await second.EndAsync(Cancellation);

        Assert.NotEqual(0, code);
        await second.SaysAsync(
            $"connecto: another ./connecto up (pid {up.Connecto.Up.Process.Pid}) runs on {up.Connecto.DataFolder}",
            Cancellation
        );
        Assert.Equal(server, up.Connecto.Server);
        await up.Connecto.ReadyAsync(Cancellation);
    }

    [Fact]
    public async Task A_second_up_on_the_port_is_refused_in_one_line_even_while_the_server_is_away()
    {
        await using var other = ConnectoProcess.NotStarted();
        up.Connecto.Server!.Signal(UnixProcess.SigKill);

        var second = other.Command(other.DataFolder, up.Connecto.Port);
        var code = await second.EndAsync(Cancellation);

        Assert.NotEqual(0, code);
        await second.SaysAsync($"connecto: another ./connecto up runs on port {up.Connecto.Port}", Cancellation);
        await Eventually.Holds(() => up.Connecto.Server is not null, "the server's return", Cancellation);
        await up.Connecto.ReadyAsync(Cancellation);
    }

    [Fact]
    public async Task The_administrators_password_is_for_its_owners_eyes_only()
    {
        var mode = File.GetUnixFileMode(Path.Combine(up.Connecto.DataFolder, "admin-password"));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
        Assert.True(up.Connecto.AdminPassword.Length >= 20);
        Assert.DoesNotContain(up.Connecto.AdminPassword, up.Connecto.Up.Output);
    }

    [Fact]
    public async Task Its_own_PostgreSQL_is_durable()
    {
        Assert.Equal("on", await up.Connecto.ExecuteAsync("SHOW fsync", Cancellation));
        Assert.Equal("on", await up.Connecto.ExecuteAsync("SHOW full_page_writes", Cancellation));
        Assert.Equal("on", await up.Connecto.ExecuteAsync("SHOW synchronous_commit", Cancellation));
    }

    [Fact]
    public async Task A_killed_server_is_started_again()
    {
        var (server, postgres) = (up.Connecto.Server, up.Connecto.Postgres);

        await up.Connecto.KillServerAsync(Cancellation);

        Assert.False(server!.Runs);
        Assert.Equal(postgres, up.Connecto.Postgres);
        await up.Connecto.Up.SaysAsync($"The server (pid {server.Pid}) was ended by SIGKILL; starting", Cancellation);
    }

    [Fact]
    public async Task A_killed_PostgreSQL_is_started_again_with_all_that_was_committed()
    {
        await up.Connecto.ExecuteAsync("CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)", Cancellation);
        var server = up.Connecto.Server;

        await up.Connecto.KillPostgresAsync(Cancellation);

        Assert.Equal(1, await up.Connecto.ExecuteAsync("SELECT n FROM kept", Cancellation));
        Assert.Equal(server, up.Connecto.Server);
    }

    // Who asked has long given up, and another web node may have done the opposite for him since.
    [Fact]
    public async Task What_a_server_that_stood_still_was_asked_meanwhile_is_refused_and_not_done_late()
    {
        using var api = new RestApi(up.Connecto.BaseAddress, TimeSpan.FromMinutes(1));
        var token = await up.Connecto.LogInAsync(api, Cancellation);
        Task<JsonElement> RenameAsync(string displayName) =>
            api.CallAsync(HttpMethod.Patch, "me", token, new { displayName }, Cancellation);
        await RenameAsync("before");
        var server = up.Connecto.Server!;

        Assert.True(server.Signal(UnixProcess.SigStop));
        Task<JsonElement> asked;
        try
        {
            await Eventually.Holds(() => server.IsStopped, "the stop", Cancellation);
            asked = RenameAsync("meanwhile");
            await Task.Delay(Standstill.Long + TimeSpan.FromSeconds(1), Cancellation);
        }
        finally
        {
            server.Signal(UnixProcess.SigCont);
        }

        var refusal = await Assert.ThrowsAsync<RestRefusedException>(() => asked);
        Assert.Equal("unavailable", refusal.Code);
        Assert.Equal("before", (await api.GetAsync("me", token, Cancellation)).Text("displayName"));
        await RestApi.UntilServedAsync(() => RenameAsync("after"));
        Assert.Equal("after", (await api.GetAsync("me", token, Cancellation)).Text("displayName"));
    }
}
