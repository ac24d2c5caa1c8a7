using Orleans;
using Orleans.Concurrency;

namespace Connecto.Diagnostics;

[StatelessWorker]
public sealed class PulseGrain : Grain, IPulseGrain
{
    public Task Beat() => Task.CompletedTask;
}
