using System.Collections.Immutable;
using System.Threading.Channels;
using Connecto.Delivery;
using Connecto.Ids;

namespace Connecto.Tests.Support;

/// <summary>A web node's observer that keeps what it is told, in order.</summary>
public sealed class Watcher : IPlanetObserver
{
    private readonly Channel<PlanetFrame> _frames = Channel.CreateUnbounded<PlanetFrame>();
    private readonly Channel<long> _ends = Channel.CreateUnbounded<long>();

    /// <summary>While set, deliveries wait for it: a node that has stopped.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public async Task Deliver(PlanetFrame frame)
    {
        await Gate;
        _frames.Writer.TryWrite(frame);
    }

    public Task Typing(Snowflake planetId, ImmutableArray<Snowflake> userIds) => Gate;

    public Task Ended(Snowflake planetId, long epoch)
    {
        _ends.Writer.TryWrite(epoch);
        return Task.CompletedTask;
    }

    /// <summary>The epoch of the next activation that says it ends; fails when none does within ten seconds.</summary>
    public async Task<long> NextEndAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        return await _ends.Reader.ReadAsync(limit.Token);
    }

    /// <summary>The next frame; fails when none comes within ten seconds.</summary>
    public async Task<PlanetFrame> NextAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        return await _frames.Reader.ReadAsync(limit.Token);
    }
}
