using System.Collections.Immutable;
using Connecto.Caching;
using Microsoft.Extensions.Options;

namespace Connecto.Web.Caching;

/// <summary>
/// What this web node keeps of what it has read: immutable values by reference, given up when what they are made of
/// changes, by whomever, and at the latest when their kind's time is over. It decides no rights: what is kept is for
/// everybody who may ask for it, and who may is asked each time. Safe for use by several threads.
/// </summary>
internal sealed class NodeCache(IOptions<CachingOptions> options, ChangeFeed feed, TimeProvider time) : IDisposable
{
    private readonly ImmutableArray<KindCache> _kinds =
    [
        .. Enum.GetValues<CacheKind>().Select(kind => new KindCache(kind, options.Value, feed.Tags, time)),
    ];

    public ImmutableArray<CacheFigures> Figures => [.. _kinds.Select(kind => kind.Figures)];

    /// <summary>
    /// What is kept under the key, or what <paramref name="read"/> reads, once for all who ask meanwhile; so it is not
    /// cancelled with one of them, nor may it depend on him. Whoever asks after a change was told gets nothing that was
    /// begun to be read before it. A node that may not hear of changes keeps nothing, and reads each time.
    /// </summary>
    public Task<T> GetOrCreateAsync<T>(
        CacheKind kind,
        string key,
        Func<Task<Cached<T>>> read,
        CancellationToken cancellation
    )
    {
        if (feed.IsCurrent)
        {
            return _kinds[(int)kind].GetOrCreateAsync(key, read).WaitAsync(cancellation);
        }
        _kinds[(int)kind].Missed();
        return ReadAsync(read);
    }

    public void Dispose()
    {
        foreach (var kind in _kinds)
        {
            kind.Dispose();
        }
    }

    private static async Task<T> ReadAsync<T>(Func<Task<Cached<T>>> read) => (await read()).Value;
}
