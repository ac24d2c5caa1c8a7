#if !ORLEANS_PACKAGES
namespace Connecto.Grains.Tests.Clustering;

/// <summary>Why tests of silos that find each other are skipped here.</summary>
internal static class OneProcess
{
    public const string Reason = "Needs Orleans: the local runtime lives in one process and is no cluster.";
}
#endif
