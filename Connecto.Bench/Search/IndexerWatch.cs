using Connecto.Search;

namespace Connecto.Bench.Search;

/// <summary>How far the silo's indexer is behind, at most.</summary>
internal sealed class IndexerWatch : IAsyncDisposable
{
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stop = new();
    private readonly SearchIndexer _indexer;
    private readonly Task _looking;

    public IndexerWatch(SearchIndexer indexer)
    {
        _indexer = indexer;
        _looking = LookAsync();
    }

    public TimeSpan MostLag { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _looking;
        _stop.Dispose();
    }

    private async Task LookAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            MostLag = _indexer.Lag > MostLag ? _indexer.Lag : MostLag;
            await Task.Delay(_look, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
