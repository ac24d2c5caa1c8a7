using System.Collections.Immutable;
using Connecto.Ids;
using Connecto.Messages;

namespace Connecto.Search;

/// <summary>Finds messages: the index proposes blocks, from the newest on, and each of their texts is looked at.</summary>
internal sealed class MessageSearch(CandidateStore candidates)
{
    /// <summary>Messages that are counted and ranked together; of more, it is the newest.</summary>
    public const int MostCounted = 1_000;

    /// <summary>Blocks that are read first: most searches need no more, and long texts are not all read to be thrown away.</summary>
    private const int FirstBlocks = 125;

    /// <summary>Blocks that the index is asked for at once, as asking takes longer than reading some of them.</summary>
    private const int BlocksProposed = 1_000;

    /// <summary>Blocks that are read at once.</summary>
    private const int BlocksTogether = 500;

    /// <summary>Blocks that are looked through before a search that finds few of what it proposes stops for now.</summary>
    private const int MostBlocks = 2_000;

    /// <summary>UTF-16 units that are, likewise: a planet may be full of long texts.</summary>
    private const int MostText = 2_000_000;

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
        var text = 0L;
        var (terms, patterns) = (TermsOf(query), query.Patterns);
        // A block's messages may lie far apart, so what is found is all there is only down to the next block's last one.
        Snowflake? next = new Snowflake(long.MaxValue);
        var (looked, together, proposed) = (0, FirstBlocks, new List<ProposedBlock>());
        var (isAll, isLate) = (false, false);
        while (next is { } last && Since(last) <= MostCounted && !(HasEnough() && last.Value < before.Value - 1))
        {
            List<ProposedBlock> blocks;
            if (proposed.Count == 0)
            {
                var proposal = await candidates.ProposeAsync(
                    scope,
                    terms,
                    patterns,
                    before,
                    looked == 0 ? null : last,
                    BlocksProposed,
                    together,
                    cancellation
                );
                (proposed, isAll) = (proposal.Blocks, proposal.Blocks.Count < BlocksProposed);
                isLate |= proposal.IsLate;
                blocks = Take(together);
                Look(proposal.Messages);
            }
            else
            {
                blocks = Take(together);
                Look(await candidates.OfBlocksAsync(scope, blocks, patterns, before, cancellation));
            }
            // In all blocks that are left there is none newer.
            next = isAll && proposed.Count == 0 ? null : blocks[^1].LastId;
            looked += blocks.Count;
            together = Math.Clamp(
                looked * (MostCounted + 1 - found.Count) / Math.Max(found.Count, 1),
                FirstBlocks,
                BlocksTogether
            );
        }
        ImmutableArray<Hit> newest =
        [
            .. found
                .Values.Where(hit => next is null || hit.Id > next)
                .OrderByDescending(hit => hit.Id.Value)
                .Take(MostCounted + 1),
        ];
        return newest.Length > MostCounted
            ? new Hits(newest[..MostCounted], newest[MostCounted - 1].Id, isLate)
            : new Hits(newest, next is { } rest ? new Snowflake(rest.Value + 1) : null, isLate);

        // Enough to stop for now, wherever something has been looked through; a block may begin before and end after.
        bool HasEnough() => looked >= MostBlocks || text >= MostText;

        List<ProposedBlock> Take(int count)
        {
            List<ProposedBlock> taken = [.. proposed.Take(count)];
            proposed.RemoveRange(0, taken.Count);
            return taken;
        }

        int Since(Snowflake last) => found.Keys.Count(id => id > last);

        void Look(List<Candidate> messages)
        {
            foreach (var message in messages)
            {
                text += message.Text.Length;
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
