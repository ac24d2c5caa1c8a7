using Orleans;

namespace Connecto.Grains.Tests.Runtime.Grains;

/// <summary>Notes how it begins and ends; its key is the name of the test's scene.</summary>
public interface IAgingGrain : IGrainWithStringKey
{
    Task<Guid> ActivationName();

    Task<string> SiloName();

    /// <summary>Signals "name began", waits for "name may end".</summary>
    Task Hold(string name);

    /// <summary>Notes "alone", or "not alone" if another call of this grain runs; may deactivate afterwards.</summary>
    Task Visit(bool deactivate);

    Task Deactivate();

    Task DelayDeactivation(TimeSpan time);
}
