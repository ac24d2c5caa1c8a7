using Connecto.Bench.Clients;
using Connecto.Bench.Plants;
using Connecto.Bench.Processes;

namespace Connecto.Bench.Faults;

/// <summary>
/// Does to a plant what a schedule says: one fault after the other, each once all planets answer again. One that lasts
/// longer than that goes on beside the next ones.
/// </summary>
internal sealed class Striker(Plant plant, RunLog log, IReadOnlyList<string> planetIds, Action<string> say)
{
    /// <summary>How long a fault may keep a planet from answering, beyond its own length.</summary>
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(120);

    private readonly List<(Fault Fault, Task Over)> _lasting = [];

    /// <summary>Every fault up to now.</summary>
    public List<StruckFault> Struck { get; } = [];

    /// <summary>Goes through the faults and returns when all are over and all planets answer.</summary>
    /// <exception cref="TimeoutException">Planets do not answer any more.</exception>
    public async Task RunAsync(IReadOnlyList<Fault> faults, CancellationToken cancellation)
    {
        try
        {
            foreach (var fault in faults)
            {
                await Task.Delay(fault.Pause, cancellation);
                await Task.WhenAll(_lasting.Where(other => fault.Excludes(other.Fault)).Select(other => other.Over));
                _lasting.Add((fault, await StrikeAsync(fault, cancellation)));
                var struck = new StruckFault(fault, log.Now, log.AwaitAnswers(planetIds));
                Struck.Add(struck);
                await AnswersAsync(struck.Answers, fault.Length, $"{fault}", cancellation);
                say($"{struck}");
            }
        }
        finally
        {
            await Task.WhenAll(_lasting.Select(other => other.Over));
        }

        await AnswersAsync(log.AwaitAnswers(planetIds), TimeSpan.Zero, "the last fault", cancellation);
    }

    private static async Task AnswersAsync(
        AnswersAgain answers,
        TimeSpan length,
        string after,
        CancellationToken cancellation
    )
    {
        var patience = Task.Delay(length + AnswersWithin, cancellation);
        if (await Task.WhenAny(answers.All, patience) == patience)
        {
            cancellation.ThrowIfCancellationRequested();
            var silent = string.Join(' ', answers.Silent);
            throw new TimeoutException($"planets {silent} do not answer {AnswersWithin.TotalSeconds} s after {after}");
        }
    }

    // Returns once the fault is in effect: what was called before that says nothing. The inner task ends when it is over.
    private Task<Task> StrikeAsync(Fault fault, CancellationToken cancellation) =>
        fault.Kind switch
        {
            FaultKind.KillSilo or FaultKind.KillWeb or FaultKind.KillPostgres => KillAsync(fault.On, cancellation),
            FaultKind.EndSilo or FaultKind.EndWeb => plant.RestartAsync(fault.On, cancellation),
            FaultKind.Stop => StopAsync(fault, cancellation),
            FaultKind.Clock => Task.FromResult(StepAsync(fault, cancellation)),
            FaultKind.Disk => FillAsync(fault, cancellation),
            _ => CutAsync(fault, cancellation),
        };

    private async Task<Task> KillAsync(string name, CancellationToken cancellation)
    {
        await plant.Process(name).SignalAsync(UnixProcess.SigKill, cancellation);
        return Task.CompletedTask;
    }

    private async Task<Task> StopAsync(Fault fault, CancellationToken cancellation)
    {
        var stopped = await plant.Process(fault.On).SignalAsync(UnixProcess.SigStop, cancellation);
        return GoOnAsync();

        async Task GoOnAsync()
        {
            await LastAsync(fault, cancellation);
            stopped.Signal(UnixProcess.SigCont);
        }
    }

    private async Task StepAsync(Fault fault, CancellationToken cancellation)
    {
        plant.Clock(fault.On).Set(fault.Seconds);
        await LastAsync(fault, cancellation);
        plant.Clock(fault.On).Set(0);
    }

    private async Task<Task> FillAsync(Fault fault, CancellationToken cancellation)
    {
        var disk = plant.Disk!;
        await disk.FillAsync();
        return FreeAsync();

        async Task FreeAsync()
        {
            await disk.StayFullAsync(LastAsync(fault, cancellation));
            disk.Free();
        }
    }

    private async Task<Task> CutAsync(Fault fault, CancellationToken cancellation)
    {
        await plant.Network!.CutAsync(fault.On, fault.From!);
        return MendAsync();

        async Task MendAsync()
        {
            await LastAsync(fault, cancellation);
            await plant.Network.MendAsync(fault.On, fault.From!);
        }
    }

    // Whatever ends the run, what was done is undone.
    private static Task LastAsync(Fault fault, CancellationToken cancellation) =>
        Task.Delay(fault.Length, cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
}
