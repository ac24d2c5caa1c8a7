using System.Collections.Immutable;
using Connecto.Delivery;
using Connecto.Ids;
using Connecto.Tests.Support;
using Connecto.Web.Chat;
using Microsoft.Extensions.DependencyInjection;

namespace Connecto.Web.Tests.Chat;

/// <summary>The node's observer of planets behind a line that loses frames when told to.</summary>
internal sealed class LossyObserver(IPlanetObserver inner) : IPlanetObserver
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _lost;
    private long _lostRev;

    /// <summary>Loses frames from now on.</summary>
    public void TakeDown()
    {
        lock (_lock)
        {
            _lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Waits until the event of this rev was lost, and loses nothing more.</summary>
    public async Task BringUpAfterAsync(long lostRev)
    {
        while (true)
        {
            Task lost;
            lock (_lock)
            {
                if (_lostRev >= lostRev)
                {
                    _lost = null;
                    return;
                }
                lost = _lost!.Task;
            }
            await lost.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    public Task Deliver(PlanetFrame frame)
    {
        lock (_lock)
        {
            if (_lost is { } lost)
            {
                _lostRev = Math.Max(_lostRev, frame.FromRev + frame.Events.Length);
                _lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                lost.TrySetResult();
                return Task.CompletedTask;
            }
        }
        return inner.Deliver(frame);
    }

    public Task Typing(Snowflake planetId, ImmutableArray<Snowflake> userIds) => inner.Typing(planetId, userIds);

    public Task Ended(Snowflake planetId, long epoch) => inner.Ended(planetId, epoch);

    /// <summary>A server whose node hears of planets over such a line.</summary>
    public static async Task<(ChatServer Server, LossyObserver Line)> StartServerAsync(PostgresFixture postgres)
    {
        var server = new ChatServer(postgres)
        {
            Configure = services =>
                services.AddSingleton<IPlanetObserver>(provider => new LossyObserver(
                    ActivatorUtilities.CreateInstance<PlanetObserver>(provider)
                )),
        };
        await server.InitializeAsync();
        return (server, (LossyObserver)server.Services.GetRequiredService<IPlanetObserver>());
    }
}
