using Connecto.Bench.Scenes;
using Connecto.Ids;
using Connecto.Search;
using Microsoft.Extensions.DependencyInjection;

namespace Connecto.Bench.Search;

/// <summary>Searches of one user in the silo that this process carries.</summary>
internal sealed class OwnSearch(BenchSilo silo, Snowflake userId)
{
    private readonly SearchPages _pages = silo.Services.GetRequiredService<SearchPages>();
    private readonly MessageSearch _search = silo.Services.GetRequiredService<MessageSearch>();
    private readonly SearchScope _scope = new(userId);

    /// <summary>The first page by relevance, as the API gives it.</summary>
    public Task<SearchPage> PageAsync(string text, int limit) =>
        _pages.PageAsync(
            new SearchRequest(SearchText.Read(text), text, _scope, SearchSort.Relevance, limit, null),
            CancellationToken.None
        );

    /// <summary>The newest 1,000 at most, without the planets that show them.</summary>
    public Task<Hits> FindAsync(string text, Snowflake? before = null) =>
        _search.FindAsync(
            SearchText.Read(text),
            _scope,
            before ?? new Snowflake(long.MaxValue),
            TimeProvider.System.GetUtcNow(),
            CancellationToken.None
        );

    /// <summary>Ids of all there are, the newest first.</summary>
    public async Task<IReadOnlyList<long>> AllAsync(string text)
    {
        var all = new List<long>();
        Snowflake? before = new(long.MaxValue);
        while (before is not null)
        {
            var hits = await FindAsync(text, before);
            all.AddRange(hits.All.Select(hit => hit.Id.Value));
            before = hits.Next;
        }
        return all;
    }
}
