#if ORLEANS_PACKAGES
using Orleans;

namespace Connecto.Grains.Tests.Clustering;

/// <summary>Keeps a text by Orleans' own means.</summary>
public interface IMemoGrain : IGrainWithStringKey
{
    Task<string> Read();

    Task Write(string text);

    Task Clear();

    Task Deactivate();
}
#endif
