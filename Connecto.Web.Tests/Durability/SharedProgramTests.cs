using System.Runtime.Versioning;
using Connecto.Bench.Plants;
using Connecto.Bench.Processes;

namespace Connecto.Web.Tests.Durability;

/// <summary>A plant finds programs where <c>./connecto up</c> does.</summary>
[SupportedOSPlatform("linux")]
public sealed class SharedProgramTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("connecto-programs-").FullName;

    public SharedProgramTests() =>
        Directory.CreateSymbolicLink(
            Path.Combine(_root, "commands"),
            Path.Combine(BuiltProgram.Repository(), "commands")
        );

    [Fact]
    public async Task A_program_that_was_unpacked_beside_the_build_is_found()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, "artifacts/programs/planted/usr/bin")).FullName;
        var path = Path.Combine(folder, "planted");
        await File.WriteAllTextAsync(path, "#!/bin/sh\necho \"$@\"\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var command = await SharedProgram.FindAsync("planted", _root);

        Assert.NotNull(command);
        Assert.Equal((true, "it runs"), await Shell.TryAsync([.. command, "it", "runs"]));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
