using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Connecto.Web.Tests.Hosting;

/// <summary>That the alarms of <c>deploy/prometheus</c> ring when they should, by Prometheus' own tool.</summary>
[Trait("Runtime", "Either")]
public sealed class AlarmsTests
{
    private const string Tool = "/usr/bin/promtool";

    [Theory]
    [InlineData("check", "rules", "rules.yaml")]
    [InlineData("test", "rules", "rules.test.yaml")]
    public async Task They_ring_for_what_they_say(string verb, string what, string file)
    {
        Assert.SkipUnless(File.Exists(Tool), "this machine has no promtool");
        var start = new ProcessStartInfo(Tool, [verb, what, Path.Combine(Folder(), file)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var told = await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
            process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)
        );
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, string.Concat(told));
    }

    private static string Folder([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../deploy/prometheus");
}
