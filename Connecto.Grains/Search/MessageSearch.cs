using Connecto.Ids;

namespace Connecto.Search;

/// <summary>Finds messages: the index proposes blocks, from the newest on, and each of their texts is looked at.</summary>
internal sealed class MessageSearch(CandidateStore candidates)
{
    /// <summary>Messages that are counted and ranked; of more, it is the newest.</summary>
    public const int MostCounted = 1_000;

    private const int BlocksTogether = 500;

    /// <summary>Blocks that are looked through before a search that finds few of what it proposes gives up.</summary>
    private const int MostBlocks = 5_000;

    private static readonly TimeSpan _halfLife = TimeSpan.FromDays(30);

    /// <summary>Everything that was sent before <paramref name="before"/> and is what the query asks for.</summary>
    public async Task<Hits> FindAsync(
        SearchQuery query,
        SearchScope scope,
        Snowflake before,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        var found = new Dictionary<Snowflake, Hit>();
        var tails = await candidates.OfTailsAsync(scope, cancellation);
        Look(tails);
        var terms = TermsOf(query, scope);
        var looked = 0;
        for (Snowflake? next = before; next is { } from && found.Count <= MostCounted; looked += BlocksTogether)
        {
            if (looked == MostBlocks)
            {
                return Result(isAll: false);
            }
            var blocks = await candidates.OfBlocksAsync(scope, terms, from, BlocksTogether, cancellation);
            Look(blocks.Messages);
            next = blocks.Next;
        }
        return Result(found.Count <= MostCounted);

        void Look(List<Candidate> messages)
        {
            foreach (var message in messages)
            {
                if (
                    message.Id.Value < before.Value
                    && Has(message, query)
                    && Found.In(message.Text, query) is { } place
                )
                {
                    var score = place.Weight * Freshness(now - message.CreatedAt);
                    found[message.Id] = new Hit(message.PlanetId, message.Seq, message.Id, score, place.Highlights);
                }
            }
        }

        Hits Result(bool isAll)
        {
            var newest = found.Values.OrderByDescending(hit => hit.Id.Value).Take(MostCounted);
            return new Hits([.. newest], isAll, tails.Count == CandidateStore.Tail);
        }
    }

    private static double Freshness(TimeSpan age) => 0.5 + (0.5 * Math.Pow(2, -Math.Max(0, age / _halfLife)));

    private static HashSet<int> TermsOf(SearchQuery query, SearchScope scope)
    {
        var terms = new HashSet<int>();
        foreach (var sequence in query.Required)
        {
            Terms.Add(sequence, terms);
        }
        if (scope.SenderId is { } sender)
        {
            terms.Add(Terms.OfSender(sender));
        }
        if (query.Has.Contains(Search.Has.Link))
        {
            terms.Add(Terms.OfLink);
        }
        return terms;
    }

    private static bool Has(Candidate message, SearchQuery query) =>
        query.Has.All(has =>
            has switch
            {
                Search.Has.Link => Links.In(message.Text),
                Search.Has.Image => message.Type == 1,
                _ => message.Type == 3,
            }
        );
}
