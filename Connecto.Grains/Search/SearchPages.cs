using System.Collections.Immutable;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Orleans;

namespace Connecto.Search;

/// <summary>
/// Makes pages of searches. What the search proposes is asked of its planets, which know what the caller may read, the numbers
/// beside a message, and what was edited or deleted this moment.
/// </summary>
public sealed class SearchPages
{
    private readonly MessageSearch _search;
    private readonly CandidateStore _candidates;
    private readonly IGrainFactory _grains;
    private readonly TimeProvider _time;

    internal SearchPages(MessageSearch search, CandidateStore candidates, IGrainFactory grains, TimeProvider time) =>
        (_search, _candidates, _grains, _time) = (search, candidates, grains, time);

    public async Task<SearchPage> PageAsync(SearchRequest request, CancellationToken cancellation)
    {
        var (query, cursor) = (request.Query, request.Cursor);
        var at = cursor?.At ?? DateTimeOffset.FromUnixTimeMilliseconds(_time.GetUtcNow().ToUnixTimeMilliseconds());
        var scope = await ScopeAsync(request, cancellation);
        var hits = await _search.FindAsync(query, scope, cursor?.Before ?? new(long.MaxValue), at, cancellation);
        var rest = Sorted(hits.All, request.Sort).Where(hit => cursor is null || IsAfter(hit, cursor, request.Sort));
        List<Hit> page = [.. rest.Take(request.Limit + 1)];
        var next = new SearchCursor(
            SearchCursor.HashOf(request.Text, request.Scope, request.Sort),
            cursor?.Before ?? Newest(hits.All),
            at,
            null,
            0,
            cursor?.Total ?? hits.All.Length,
            cursor?.IsExact ?? hits.Next is null
        );
        var hasMore = page.Count > request.Limit || hits.Next is not null;
        if (page.Count > request.Limit)
        {
            page.RemoveAt(request.Limit);
            next = next with { Last = page[^1].Id, Score = page[^1].Score };
        }
        else if (hits.Next is { } before)
        {
            next = next with { Before = before };
        }
        return new SearchPage(
            await MessagesAsync(page, query, request.Scope.UserId),
            next.Total,
            next.IsExact,
            hasMore ? next.ToString() : null,
            hasMore,
            hits.IsIndexing
        );
    }

    /// <summary>What the words of the query narrow beside the rest of the request.</summary>
    private async Task<SearchScope> ScopeAsync(SearchRequest request, CancellationToken cancellation)
    {
        var (query, scope) = (request.Query, request.Scope);
        if (query.From is { } from)
        {
            var named = await SendersAsync(from, scope.UserId, cancellation);
            scope = scope with { Senders = scope.Senders is { } senders ? [.. senders.Intersect(named)] : named };
        }
        return scope with
        {
            Planet = query.In,
            From = Later(scope.From, query.After is { } after ? DayAfter(after) : null),
            To = Earlier(scope.To, query.Before is { } before ? StartOf(before) : null),
        };
    }

    private async Task<ImmutableArray<Snowflake>> SendersAsync(
        string from,
        Snowflake me,
        CancellationToken cancellation
    )
    {
        if (from == "me")
        {
            return [me];
        }
        var named = await _candidates.NamedAsync(from, cancellation);
        return Snowflake.TryParse(from, out var id) ? [id, .. named] : named;
    }

    private async Task<ImmutableArray<FoundMessage>> MessagesAsync(List<Hit> page, SearchQuery query, Snowflake userId)
    {
        var asked = page.GroupBy(hit => hit.PlanetId, hit => hit.Seq);
        var answers = await Task.WhenAll(asked.Select(planet => MessagesAsync(planet.Key, [.. planet], userId)));
        var messages = answers.SelectMany(answer => answer).ToDictionary(message => message.Id);
        var found = ImmutableArray.CreateBuilder<FoundMessage>(page.Count);
        foreach (var hit in page)
        {
            if (
                messages.GetValueOrDefault(hit.Id) is { Text: { } text } message
                && Found.In(text, query) is { Highlights: var highlights }
            )
            {
                found.Add(new FoundMessage(message, highlights));
            }
        }
        return found.DrainToImmutable();
    }

    private async Task<ImmutableArray<Message>> MessagesAsync(
        Snowflake planetId,
        ImmutableArray<long> seqs,
        Snowflake userId
    )
    {
        try
        {
            return await _grains.GetGrain<IPlanetGrain>(planetId.Value).MessagesOf(userId, seqs);
        }
        catch (ChatException refusal) when (refusal.Code != ErrorCode.Unavailable)
        {
            // He has left it, or it was deleted, since it was looked through.
            return [];
        }
    }

    private static IEnumerable<Hit> Sorted(IEnumerable<Hit> newestFirst, SearchSort sort) =>
        sort == SearchSort.Newest ? newestFirst : newestFirst.OrderByDescending(hit => hit.Score);

    private static bool IsAfter(Hit hit, SearchCursor cursor, SearchSort sort) =>
        cursor.Last is not { } last
        || (sort == SearchSort.Relevance && hit.Score != cursor.Score ? hit.Score < cursor.Score : hit.Id < last);

    // What comes while somebody reads on would move what he has not seen yet.
    private static Snowflake Newest(ImmutableArray<Hit> hits) => new(hits.IsEmpty ? 0 : hits[0].Id.Value + 1);

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) =>
        one > other ? one : other ?? one;

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one < other ? one : other ?? one;

    private static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    private static DateTimeOffset DayAfter(DateOnly day) =>
        day == DateOnly.MaxValue ? DateTimeOffset.MaxValue : StartOf(day.AddDays(1));
}
