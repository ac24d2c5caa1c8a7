using System.Collections.Immutable;
using Connecto.Ids;
using Connecto.Messages;

namespace Connecto.Search;

/// <summary>Finds messages: the index proposes blocks, from the newest on, and each of their texts is looked at.</summary>
internal sealed class MessageSearch(CandidateStore candidates)
{
    /// <summary>Messages that are counted and ranked together; of more, it is the newest.</summary>
    public const int MostCounted = 1_000;

    private const int BlocksTogether = 500;

    /// <summary>Blocks that are looked through before a search that finds few of what it proposes stops for now.</summary>
    private const int MostBlocks = 5_000;

    private static readonly TimeSpan _halfLife = TimeSpan.FromDays(30);

    /// <summary>The newest of what is older than <paramref name="before"/> and what the query asks for.</summary>
    /// <param name="now">By which the age of messages counts.</param>
    public async Task<Hits> FindAsync(
        SearchQuery query,
        SearchScope scope,
        Snowflake before,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        var found = new Dictionary<Snowflake, Hit>();
        var tails = await candidates.OfTailsAsync(scope, before, cancellation);
        Look(tails.Messages);
        var terms = TermsOf(query);
        // A block's messages may lie far apart, so what is found is all there is only down to the next block's last one.
        Snowflake? next = new Snowflake(long.MaxValue);
        for (
            var looked = 0;
            next is { } last && looked < MostBlocks && Since(last) <= MostCounted;
            looked += BlocksTogether
        )
        {
            var blocks = await candidates.OfBlocksAsync(scope, terms, before, last, BlocksTogether, cancellation);
            Look(blocks.Messages);
            next = blocks.Next;
        }
        ImmutableArray<Hit> all =
        [
            .. found
                .Values.Where(hit => next is null || hit.Id > next)
                .OrderByDescending(hit => hit.Id.Value)
                .Take(MostCounted + 1),
        ];
        return all.Length > MostCounted
            ? new Hits(all[..MostCounted], all[MostCounted - 1].Id, tails.IsLate)
            : new Hits(all, next is { } rest ? new Snowflake(rest.Value + 1) : null, tails.IsLate);

        int Since(Snowflake last) => found.Keys.Count(id => id > last);

        void Look(List<Candidate> messages)
        {
            foreach (var message in messages)
            {
                if (Matches(message, query) && Found.In(message.Text, query) is { } place)
                {
                    var score = place.Weight * Freshness(now - message.CreatedAt);
                    found[message.Id] = new Hit(message.PlanetId, message.Seq, message.Id, score);
                }
            }
        }
    }

    private static double Freshness(TimeSpan age) => 0.5 + (0.5 * Math.Pow(2, -Math.Max(0, age / _halfLife)));

    private static HashSet<int> TermsOf(SearchQuery query)
    {
        var terms = new HashSet<int>();
        foreach (var sequence in query.Required)
        {
            Terms.Add(sequence, terms);
        }
        if (query.Has.Contains(Has.Link))
        {
            terms.Add(Terms.OfLink);
        }
        return terms;
    }

    private static bool Matches(Candidate message, SearchQuery query) =>
        query.Has.All(has =>
            has switch
            {
                Has.Link => Links.In(message.Text),
                Has.Image => message.Type == MessageType.Image,
                _ => message.Type == MessageType.File,
            }
        );
}
