using System.Diagnostics;
using Connecto.Bench.Clients;
using Connecto.Bench.History;
using Connecto.Bench.Load;
using Connecto.Bench.Plants;

namespace Connecto.Bench.Faults;

/// <summary>One history: new users and planets, faults while all talk, then silence, every send once more, and the check.</summary>
internal sealed class HistoryRun(Plant plant, int clients, int planets, Action<string> say)
{
    private const int ShownOfFaults = 10;

    public async Task<RoundResult> RunAsync(IReadOnlyList<Fault> faults, Random random, CancellationToken cancellation)
    {
        var log = new RunLog(Stopwatch.StartNew());
        await plant.ReadyAsync(cancellation);
        using var admin = await AdminApi.LogInAsync(plant.Webs[0], Plant.AdminEmail, plant.AdminPassword);
        await using var talkers = await Talkers.StartAsync(admin, plant.Webs, clients, planets, random, log);
        say($"{log.Now.TotalSeconds, 7:F1} s  {clients} clients talk in {planets} planets");
        var striker = new Striker(plant, log, talkers.PlanetIds, say);
        try
        {
            await striker.RunAsync(faults, cancellation);
            await plant.ReadyAsync(cancellation);
            await talkers.EnterAsync(Phase.Settling, cancellation);
            say($"{log.Now.TotalSeconds, 7:F1} s  all are settled");
            await talkers.EnterAsync(Phase.Retrying, cancellation);
            say($"{log.Now.TotalSeconds, 7:F1} s  every send was called once more");
            var run = await talkers.RecordAsync(log, plant.Of(Role.Silo).Count > 0, cancellation);
            var events = run.Planets.Sum(planet => planet.HeadRev);
            var given = run.Copies.Sum(copy => copy.Events.Count);
            say($"{log.Now.TotalSeconds, 7:F1} s  {events} events were read, {given} had been given to clients");
            var broken = HistoryCheck.Report(run);
            say($"{log.Now.TotalSeconds, 7:F1} s  {(broken is null ? "each rule holds" : "RULES ARE BROKEN")}");
            return new RoundResult(
                striker.Struck,
                log.Counts,
                log.Sends,
                broken is null ? null : $"{broken}{LastWords()}"
            );
        }
        catch (Exception failure) when (IsOfThePlant(failure) && !cancellation.IsCancellationRequested)
        {
            say($"{log.Now.TotalSeconds, 7:F1} s  THE RUN BROKE OFF: {failure}");
            var seen = string.Join('\n', log.Faults.Take(ShownOfFaults));
            return new RoundResult(striker.Struck, log.Counts, log.Sends, $"{failure.Message}\n{seen}\n{LastWords()}");
        }
    }

    // Nothing answers, or not in time, or refuses.
    private static bool IsOfThePlant(Exception failure) =>
        failure
            is TimeoutException
                or HttpRequestException
                or TaskCanceledException
                or IOException
                or HubRefusedException;

    private string LastWords() =>
        string.Join('\n', plant.Processes.Select(process => $"{process.Name}:\n{process.LastWords}"));
}
