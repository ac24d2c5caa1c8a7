using System.Collections.Concurrent;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Orleans;

namespace Connecto.Delivery;

/// <summary>
/// Carries messages from this process to planets in the order in which they were given. A runtime may deliver two
/// calls of one caller in either order, so a planet has one call under way from here, and what comes meanwhile shares
/// the next. Safe for use by several threads.
/// </summary>
public sealed class PlanetSenders(IGrainFactory grains, TimeProvider time)
{
    private readonly ConcurrentDictionary<Snowflake, SendQueue> _queues = new();

    /// <summary>Sends a message; answered once it is durable, refused with a <see cref="ChatException"/>.</summary>
    public Task<SendResult> SendAsync(Snowflake planetId, SendRequest request)
    {
        while (true)
        {
            var queue = _queues.GetOrAdd(planetId, static (id, all) => all.Open(id), this);
            if (queue.TrySend(request) is { } sent)
            {
                return sent;
            }
        }
    }

    /// <summary>
    /// A silo is lost: calls to planets that may have been there, which would be long in failing, are made again. Whatever
    /// was written of them is answered as a duplicate.
    /// </summary>
    public void CallAgain(Func<Snowflake, bool> mayHaveBeenThere)
    {
        foreach (var (id, queue) in _queues)
        {
            if (mayHaveBeenThere(id))
            {
                queue.CallAgain();
            }
        }
    }

    /// <summary>
    /// Makes calls again that have no answer after so long: where a silo hangs, whatever passes through it is lost, though
    /// its planet may be elsewhere. A call that is only slow is joined by the second one.
    /// </summary>
    public void CallLateAgain(TimeSpan after)
    {
        foreach (var (_, queue) in _queues)
        {
            if (queue.IsLate(after))
            {
                queue.CallAgain();
            }
        }
    }

    private SendQueue Open(Snowflake planetId) =>
        new(
            grains.GetGrain<IPlanetGrain>(planetId.Value).Post,
            time,
            queue => _queues.TryRemove(new KeyValuePair<Snowflake, SendQueue>(planetId, queue))
        );
}
