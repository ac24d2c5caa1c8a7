using Connecto.Errors;
using Connecto.Planets;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Connecto.Silo.Clustering;

/// <summary>
/// Refuses calls that arrive long after they were made. A call waits in the connection while the network is cut, in the
/// sockets of a silo that is stopped, or passes on from there; its caller gives it up meanwhile, makes it again elsewhere,
/// and perhaps undoes it. What then arrives would undo that in turn. Sends are taken: their key makes them one.
/// </summary>
internal static class LateCalls
{
    internal const string Key = "connecto.called";

    /// <summary>Has the silo refuse what clients called longer ago than <paramref name="limit"/>.</summary>
    public static ISiloBuilder RefuseLateCalls(this ISiloBuilder silo, TimeSpan limit) =>
        silo.AddIncomingGrainCallFilter(new Refusing(new CallAges(TimeProvider.System), limit));

    /// <summary>Has the client say when it calls.</summary>
    public static IClientBuilder StampCalls(this IClientBuilder client) =>
        client.AddOutgoingGrainCallFilter(new Stamping(new CallAges(TimeProvider.System)));

    private sealed class Stamping(CallAges ages) : IOutgoingGrainCallFilter
    {
        public Task Invoke(IOutgoingGrainCallContext context) =>
            context.MethodName == nameof(IPlanetGrain.Post) ? context.Invoke() : InvokeStampedAsync(context);

        // Asynchronous so that what it sets is gone for the caller's next calls.
        private async Task InvokeStampedAsync(IOutgoingGrainCallContext context)
        {
            RequestContext.Set(Key, ages.Stamp());
            await context.Invoke();
        }
    }

    private sealed class Refusing(CallAges ages, TimeSpan limit) : IIncomingGrainCallFilter
    {
        public async Task Invoke(IIncomingGrainCallContext context)
        {
            if (RequestContext.Get(Key) is long stamp)
            {
                // What the grain calls in turn, or begins and leaves running, is not as old as this call.
                RequestContext.Remove(Key);
                if (ages.Of(stamp) > limit)
                {
                    throw new ChatException(ErrorCode.Unavailable);
                }
            }
            await context.Invoke();
        }
    }
}
