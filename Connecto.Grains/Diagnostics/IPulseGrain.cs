using Orleans;

namespace Connecto.Diagnostics;

/// <summary>Answers, and so shows that grains answer. Any key will do.</summary>
public interface IPulseGrain : IGrainWithIntegerKey
{
    Task Beat();
}
