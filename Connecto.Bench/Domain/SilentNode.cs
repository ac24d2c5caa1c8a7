using System.Collections.Immutable;
using Connecto.Delivery;
using Connecto.Ids;

namespace Connecto.Bench.Domain;

/// <summary>A web node without anybody.</summary>
internal sealed class SilentNode : IPlanetObserver
{
    public Task Deliver(PlanetFrame frame) => Task.CompletedTask;

    public Task Ended(Snowflake planetId, long epoch) => Task.CompletedTask;

    public Task Typing(Snowflake planetId, ImmutableArray<Snowflake> userIds) => Task.CompletedTask;
}
