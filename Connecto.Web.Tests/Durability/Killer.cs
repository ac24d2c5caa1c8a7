using Connecto.Web.Tests.Processes;

namespace Connecto.Web.Tests.Durability;

/// <summary>Kills as it is told and returns when all is well again.</summary>
internal sealed class Killer(ConnectoProcess connecto, CancellationToken cancellation)
{
    public Task StrikeAsync(Victim victim) =>
        victim switch
        {
            Victim.Server => connecto.KillServerAsync(cancellation),
            Victim.ServerAndTheNext => ServerAndTheNextAsync(),
            Victim.Postgres => connecto.KillPostgresAsync(cancellation),
            Victim.Up => UpAsync(),
            _ => throw new ArgumentOutOfRangeException(nameof(victim)),
        };

    private async Task ServerAndTheNextAsync()
    {
        var killed = connecto.Server;
        killed?.Signal(UnixProcess.SigKill);
        await Eventually.Holds(
            () => connecto.Server is { } next && next != killed,
            "a server in the place of the killed one",
            cancellation
        );
        await connecto.KillServerAsync(cancellation);
    }

    private async Task UpAsync()
    {
        await connecto.KillUpAsync(cancellation);
        await connecto.StartAgainAsync(cancellation);
    }
}
