using Connecto.Bench.Processes;

namespace Connecto.Bench.Plants;

/// <summary>Programs of others, had by the shell functions with which <c>./connecto up</c> gets them.</summary>
internal static class SharedProgram
{
    private const string Find = """
        set -euo pipefail
        root=$0 data=$(mktemp -d)
        trap 'rm -rf "$data"' EXIT
        mkdir "$data/logs"
        source "$root/commands/base.sh"
        part programs build
        find_program "$1" >"$data/said" || exit 1
        printf '%s\n' "${program[@]}"
        """;

    /// <summary>What a command begins with that runs it; null where this machine has none and gets none.</summary>
    /// <param name="name">The program.</param>
    /// <param name="root">The clone beside whose build it may lie; null: the one that this was built in.</param>
    public static async Task<IReadOnlyList<string>?> FindAsync(string name, string? root = null)
    {
        var (isFound, command) = await Shell.TryAsync("bash", "-c", Find, root ?? BuiltProgram.Repository(), name);
        return isFound ? command.Split('\n') : null;
    }
}
