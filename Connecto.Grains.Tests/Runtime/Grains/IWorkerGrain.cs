using Orleans;

namespace Connecto.Grains.Tests.Runtime.Grains;

/// <summary>At most two of it; its key is the name of the test's scene.</summary>
public interface IWorkerGrain : IGrainWithStringKey
{
    /// <summary>Signals "name began", waits for "name may end"; returns the activation's name for itself.</summary>
    Task<Guid> Work(string name);
}
