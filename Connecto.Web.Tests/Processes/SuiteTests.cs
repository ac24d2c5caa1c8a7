using Connecto.Bench.Plants;
using Connecto.Bench.Processes;

namespace Connecto.Web.Tests.Processes;

/// <summary>How <c>./connecto check</c> counts a suite that is one program, by the program's exit code.</summary>
public sealed class SuiteTests
{
    [Theory]
    [InlineData(0, "", "1 passed, 0 failed, 0 skipped")]
    [InlineData(1, "", "FAILED: history\n0 passed, 1 failed, 0 skipped")]
    [InlineData(77, "", "SKIPPED: history\n0 passed, 0 failed, 1 skipped")]
    [InlineData(77, "true", "FAILED: history\n0 passed, 1 failed, 0 skipped")]
    public async Task A_suite_that_this_machine_cannot_have_is_skipped_by_name_but_not_in_ci(
        int code,
        string ci,
        string counted
    )
    {
        const string script = """
            root=$0 CI=$2
            source "$root/commands/base.sh"
            part tests
            suite history exit_with "$1"
            summarize || true
            """;
        var program = $"exit_with() {{ return \"$1\"; }}\n{script}";

        var (_, said) = await Shell.TryAsync("bash", "-c", program, BuiltProgram.Repository(), $"{code}", ci);

        Assert.Equal($"== history\n{counted}", said);
    }
}
