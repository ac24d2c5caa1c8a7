using Connecto.Bench.Processes;

namespace Connecto.Web.Tests.Processes;

/// <summary>Which clusters <c>./connecto up</c> does not start, each told in one line.</summary>
public sealed class ClusterRefusedTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("connecto: --silos is a number from 1 to 16, not '0'", "--silos", "0")]
    [InlineData("connecto: --silos is a number from 1 to 16, not '17'", "--silos=17")]
    [InlineData("connecto: --webs is a number from 1 to 16, not 'many'", "--webs", "many")]
    [InlineData("connecto: --webs is a number from 1 to 16, not ''", "--silos", "2", "--webs=")]
    [InlineData("connecto: --webs needs a value", "--webs")]
    public async Task What_is_no_number_of_parts_is_refused(string words, params string[] options)
    {
        await using var connecto = ConnectoProcess.NotStarted();

        var up = connecto.Command(connecto.DataFolder, connecto.Port, options);

        Assert.NotEqual(0, await up.EndAsync(Cancellation));
        await up.SaysAsync(words, Cancellation);
    }

    [Theory]
    [InlineData("--silos")]
    [InlineData("--webs")]
    public async Task The_local_runtime_says_that_it_is_no_cluster(string option)
    {
        Assert.SkipWhen(CommandRun.IsOrleans, "Microsoft Orleans is a cluster.");
        await using var connecto = ConnectoProcess.NotStarted();

        var up = connecto.Command(connecto.DataFolder, connecto.Port, option, "2");

        Assert.NotEqual(0, await up.EndAsync(Cancellation));
        await up.SaysAsync(
            "connecto: --silos and --webs need Microsoft Orleans: the local runtime is one",
            Cancellation
        );
        Assert.Empty(UnixProcess.Naming(connecto.DataFolder));
    }

    [Fact]
    public async Task A_roll_of_what_does_not_run_is_refused()
    {
        await using var connecto = ConnectoProcess.NotStarted();

        var roll = connecto.Roll();

        Assert.NotEqual(0, await roll.EndAsync(Cancellation));
        await roll.SaysAsync($"connecto: no ./connecto up runs on {connecto.DataFolder}", Cancellation);
    }

    [Fact]
    public async Task A_roll_of_one_process_is_refused()
    {
        await using var connecto = await ConnectoProcess.StartAsync(Cancellation);
        var server = connecto.Server;

        var roll = connecto.Roll();

        Assert.NotEqual(0, await roll.EndAsync(Cancellation));
        await roll.SaysAsync($"connecto: the ./connecto up on {connecto.DataFolder} is one process", Cancellation);
        Assert.Equal(server, connecto.Server);
    }
}
