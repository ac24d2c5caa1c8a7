using Connecto.Caching;
using Microsoft.Extensions.Caching.Memory;

namespace Connecto.Web.Caching;

/// <summary>
/// The values of one kind by key, of which the least used go when it is full. Of callers who ask for a key at once one
/// reads, and the others get what he has read. Safe for use by several threads.
/// </summary>
internal sealed class KindCache(CacheKind kind, CachingOptions options, TagNumbers tags, TimeProvider time)
    : IDisposable
{
    private readonly MemoryCache _entries = new(new MemoryCacheOptions { SizeLimit = options.Entries });
    private readonly TimeSpan _goodFor = options.For(kind);
    private readonly Lock _beginning = new();
    private long _hits;
    private long _misses;
    private long _invalidations;

    private string Name { get; } = kind.ToString().ToLowerInvariant();

    public CacheFigures Figures =>
        new(
            Name,
            Volatile.Read(ref _hits),
            Volatile.Read(ref _misses),
            Volatile.Read(ref _invalidations),
            _entries.Count
        );

    public Task<T> GetOrCreateAsync<T>(string key, Func<Task<Cached<T>>> read)
    {
        if (_entries.TryGetValue(key, out Entry<T>? entry) && IsGood(entry!))
        {
            return Hit(entry!);
        }
        lock (_beginning)
        {
            if (_entries.TryGetValue(key, out entry))
            {
                if (IsGood(entry!))
                {
                    return Hit(entry!);
                }
                if (!entry!.Stands())
                {
                    Interlocked.Increment(ref _invalidations);
                    WebMetrics.CacheInvalidated(Name);
                }
            }
            entry = new Entry<T>(tags, time);
            if (_goodFor > TimeSpan.Zero)
            {
                Keep(key, entry);
            }
        }
        Missed();
        _ = ReadAsync(key, entry, read);
        return entry.Value;
    }

    public void Missed()
    {
        Interlocked.Increment(ref _misses);
        WebMetrics.CacheRead(Name, isHit: false);
    }

    public void Dispose() => _entries.Dispose();

    private bool IsGood<T>(Entry<T> entry) => !entry.IsOld(_goodFor) && entry.Stands();

    private Task<T> Hit<T>(Entry<T> entry)
    {
        Interlocked.Increment(ref _hits);
        WebMetrics.CacheRead(Name, isHit: true);
        return entry.Value;
    }

    private void Keep(string key, object entry)
    {
        using var kept = _entries.CreateEntry(key);
        kept.Value = entry;
        kept.Size = 1;
        kept.AbsoluteExpirationRelativeToNow = _goodFor;
        kept.RegisterPostEvictionCallback(static (_, _, _, name) => WebMetrics.CacheHolds((string)name!, -1), Name);
        WebMetrics.CacheHolds(Name, 1);
    }

    private async Task ReadAsync<T>(string key, Entry<T> entry, Func<Task<Cached<T>>> read)
    {
        if (await entry.ReadAsync(read))
        {
            return;
        }
        lock (_beginning)
        {
            if (_entries.TryGetValue(key, out Entry<T>? kept) && kept == entry)
            {
                _entries.Remove(key);
            }
        }
    }
}
