using Connecto.Storage;

namespace Connecto.Grains.Tests.Storage;

/// <summary>What each step of <c>sql/</c> says of older builds (docs/operations.md, Migrations).</summary>
[Trait("Runtime", "Either")]
public sealed class MigrationScriptTests
{
    /// <summary>The last step that says nothing: it was applied before steps had to.</summary>
    private const int LastSilent = 11;

    private const string BesideNone = "-- Runs beside no older build.";

    [Fact]
    public void Every_step_from_0012_on_says_beside_which_builds_it_runs() =>
        Assert.Empty(MigrationScript.Embedded.Where(IsSilent).Select(script => script.Name));

    [Theory]
    [InlineData(LastSilent, "CREATE TABLE a (n int)", false)]
    [InlineData(LastSilent + 1, "CREATE TABLE a (n int)", true)]
    [InlineData(LastSilent + 1, "-- Runs beside builds from 0012 on.\nCREATE TABLE a (n int)", true)]
    [InlineData(LastSilent + 1, "-- Runs beside builds from 0011 on.\nCREATE TABLE a (n int)", false)]
    [InlineData(LastSilent + 1, "-- Drops a.\n-- Runs beside no older build.\nDROP TABLE a", false)]
    public void A_step_that_does_not_is_found(int version, string up, bool isSilent) =>
        Assert.Equal(isSilent, IsSilent(new MigrationScript(version, "a", up, "")));

    private static bool IsSilent(MigrationScript script) =>
        script.Version > LastSilent
        && !(script.Beside < script.Version)
        && !script.Up.ReplaceLineEndings("\n").Split('\n').Contains(BesideNone);
}
