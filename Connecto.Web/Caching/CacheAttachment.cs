using Connecto.Admin;
using Connecto.Caching;
using Orleans;

namespace Connecto.Web.Caching;

/// <summary>Has this node told what changes, every few seconds anew, and compares what it was told with what there was.</summary>
internal sealed class CacheAttachment(
    IGrainFactory grains,
    ICacheObserver observer,
    ChangeFeed feed,
    ChangeTeller teller,
    TimeProvider time,
    ILogger<CacheAttachment> logger
) : ClusterReporter(time, logger)
{
    private readonly TimeProvider _time = time;
    private readonly string _node = Guid.NewGuid().ToString("N");

    // The runtime has to run before it is made. It holds its object weakly, which the services hold here.
    private ICacheObserver? _reference;

    protected override async Task ReportAsync()
    {
        if (_reference is null)
        {
            _reference = grains.CreateObjectReference<ICacheObserver>(observer);
            teller.Telling += feed.Own;
        }
        var askedAt = _time.GetTimestamp();
        feed.Confirmed(await grains.GetGrain<ICacheGrain>(0).Attach(_node, _reference), askedAt);
    }
}
