using System.Diagnostics;
using Connecto.Bench.Clients;
using Connecto.Bench.History;
using Connecto.Bench.Load;
using Connecto.Bench.Processes;

namespace Connecto.Web.Tests.Durability;

/// <summary>Clients that talk at a running <c>./connecto up</c>, each retrying as the contract says, until they are checked.</summary>
internal sealed class Talk : IAsyncDisposable
{
    private readonly ConnectoProcess _connecto;
    private readonly AdminApi _admin;
    private readonly Talkers _talkers;
    private readonly RunLog _log;

    private Talk(ConnectoProcess connecto, AdminApi admin, Talkers talkers, RunLog log) =>
        (_connecto, _admin, _talkers, _log) = (connecto, admin, talkers, log);

    /// <summary>Makes users and planets and lets so many clients begin; returns when each planet has answered.</summary>
    public static async Task<Talk> StartAsync(
        ConnectoProcess connecto,
        int clients,
        int planets,
        CancellationToken cancellation
    )
    {
        var log = new RunLog(Stopwatch.StartNew());
        var where = connecto.BaseAddress;
        var admin = await AdminApi.LogInAsync(where, ConnectoProcess.AdminEmail, connecto.AdminPassword);
        var talkers = await Talkers.StartAsync(admin, [where], clients, planets, new Random(5), log);
        var talk = new Talk(connecto, admin, talkers, log);
        await talk.AnswersAsync(cancellation);
        return talk;
    }

    /// <summary>Returns when each planet has answered a send that was called from now on.</summary>
    public Task AnswersAsync(CancellationToken cancellation) =>
        _log.AwaitAnswers(_talkers.PlanetIds).All.WaitAsync(cancellation);

    /// <summary>Lets all come to rest, calls every send once more, and holds what was against every rule.</summary>
    public async Task AssertEveryRuleHoldsAsync(bool isCluster, CancellationToken cancellation)
    {
        await _talkers.EnterAsync(Phase.Settling, cancellation);
        await _talkers.EnterAsync(Phase.Retrying, cancellation);
        var run = await _talkers.RecordAsync(_log, isCluster, cancellation);
        var report = HistoryCheck.Report(run);
        Assert.True(report is null, $"{report}\n{_connecto.Up.Output}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _talkers.DisposeAsync();
        _admin.Dispose();
    }
}
