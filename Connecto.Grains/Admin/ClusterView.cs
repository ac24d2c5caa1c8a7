using System.Collections.Immutable;
using Orleans;

namespace Connecto.Admin;

/// <summary>The silos and web nodes that have reported lately.</summary>
[GenerateSerializer, Immutable]
public sealed record ClusterView(ImmutableArray<SiloReport> Silos, ImmutableArray<WebNodeReport> WebNodes);
