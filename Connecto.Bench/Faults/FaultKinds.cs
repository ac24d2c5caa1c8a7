using Connecto.Bench.Plants;

namespace Connecto.Bench.Faults;

/// <summary>The kinds by the names that the command line has for them, and what each needs.</summary>
internal static class FaultKinds
{
    private static readonly (string Name, FaultKind Kind)[] Names =
    [
        ("kill-silo", FaultKind.KillSilo),
        ("kill-web", FaultKind.KillWeb),
        ("kill-postgres", FaultKind.KillPostgres),
        ("end-silo", FaultKind.EndSilo),
        ("end-web", FaultKind.EndWeb),
        ("stop", FaultKind.Stop),
        ("clock", FaultKind.Clock),
        ("disk", FaultKind.Disk),
        ("cut-postgres", FaultKind.CutPostgres),
        ("cut-silos", FaultKind.CutSilos),
        ("cut-web", FaultKind.CutWeb),
    ];

    /// <summary>Every kind.</summary>
    public static IReadOnlyList<FaultKind> All { get; } = [.. Names.Select(pair => pair.Kind)];

    /// <summary>Reads names with commas between them.</summary>
    /// <exception cref="ArgumentException">There is no such kind.</exception>
    public static IReadOnlyList<FaultKind> Parse(string names) =>
        [
            .. names
                .Split(',')
                .Select(name =>
                    Array.Find(Names, pair => pair.Name == name) is { Name: not null } pair
                        ? pair.Kind
                        : throw new ArgumentException(
                            $"There is no fault '{name}', but {string.Join(", ", Names.Select(pair => pair.Name))}"
                        )
                ),
        ];

    /// <summary>The kind's name.</summary>
    public static string Name(this FaultKind kind) => Array.Find(Names, pair => pair.Kind == kind).Name;

    /// <summary>Why a plant of that size cannot have that fault on this machine; null where it can.</summary>
    public static async Task<string?> MissingAsync(FaultKind kind, int silos) =>
        kind switch
        {
            FaultKind.KillSilo or FaultKind.EndSilo or FaultKind.CutWeb when silos == 0 =>
                "there are no silos apart from the web node",
            FaultKind.CutSilos when silos < 2 => "there are no two silos",
            FaultKind.CutPostgres
            or FaultKind.CutSilos
            or FaultKind.CutWeb when !await PlantNetwork.IsPossibleAsync() =>
                "it takes root and network namespaces (ip netns)",
            FaultKind.Disk when !await PlantDisk.IsPossibleAsync() => "it takes root to mount a small disk",
            FaultKind.Clock when PlantClock.Library is null => "there is no libfaketime",
            _ => null,
        };
}
