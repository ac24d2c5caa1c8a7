using Connecto.Errors;
using Connecto.Storage;
using Microsoft.Extensions.Hosting;
using Orleans;

namespace Connecto.Diagnostics;

/// <summary>Whether a process can serve: only while PostgreSQL and the grains answer, and until it stops.</summary>
public sealed class Readiness(
    Databases databases,
    IGrainFactory grains,
    TimeProvider time,
    IHostApplicationLifetime lifetime
)
{
    /// <summary>How long each of the two may take to answer.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    /// <exception cref="ChatException"><c>unavailable</c>, with what does not answer.</exception>
    public async Task CheckAsync(CancellationToken cancellation)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new ChatException(ErrorCode.Unavailable, "This server is stopping.");
        }
        await AnswersAsync("PostgreSQL", PingAsync(cancellation), cancellation);
        await AnswersAsync("The grains", grains.GetGrain<IPulseGrain>(0).Beat(), cancellation);
    }

    private async Task AnswersAsync(string who, Task answer, CancellationToken cancellation)
    {
        try
        {
            await answer.WaitAsync(_patience, time, cancellation);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            throw new ChatException(ErrorCode.Unavailable, $"{who} cannot be reached.");
        }
    }

    private async Task PingAsync(CancellationToken cancellation)
    {
        await using var command = databases.Primary.CreateCommand("SELECT 1");
        command.CommandTimeout = (int)_patience.TotalSeconds;
        await command.ValueAsync(cancellation);
    }
}
