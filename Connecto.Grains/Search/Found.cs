using System.Collections.Immutable;

namespace Connecto.Search;

/// <summary>Where a query stands in a text, and how well.</summary>
/// <param name="Highlights">Ranges of the original text in UTF-16 units, in order and apart from each other.</param>
/// <param name="Weight">Between 0 and 1: how much of the text it is, and how exactly.</param>
internal sealed record Found(ImmutableArray<Highlight> Highlights, double Weight)
{
    /// <summary>Looks into a text; null where it is not what the query asks for.</summary>
    public static Found? In(string text, SearchQuery query)
    {
        var isPlain = Fold.IsPlain(text);
        if (query.Required.Any(sequence => !sequence.MayStandIn(text, isPlain)))
        {
            return null;
        }
        var tokens = Tokens.Of(text);
        if (query.Excluded.Any(sequence => sequence.In(tokens).Any()))
        {
            return null;
        }
        var ranges = new List<(int Start, int End)>();
        double weight = 1;
        foreach (var sequence in query.Required)
        {
            var places = sequence.In(tokens).ToList();
            if (places.Count == 0)
            {
                return null;
            }
            weight = Math.Min(weight, places.Max(place => Exactness(sequence, tokens, place)));
            ranges.AddRange(places.Select(place => (tokens[place.Start].Start, tokens[place.End.Value - 1].End)));
        }
        var highlights = Apart(ranges);
        var share = highlights.Sum(range => range.Length) / (double)Math.Max(1, text.Length);
        // A word in a long text says less than the same word alone, yet not nothing.
        return new Found(highlights, weight * (0.5 + (0.5 * Math.Sqrt(share))));
    }

    // The very words count more than other forms of them, and signs more where they stand for themselves.
    private static double Exactness(Sequence sequence, List<Token> text, Range place)
    {
        var (first, last) = (place.Start.Value, place.End.Value - 1);
        var isVerbatim = sequence.Tokens.Select(token => token.Text).SequenceEqual(Texts());
        var isApart = IsEdge(first - 1, first) && IsEdge(last, last + 1);
        return (isVerbatim ? 1 : 0.7) * (isApart ? 1 : 0.85);

        IEnumerable<string> Texts() => text.Skip(first).Take(sequence.Tokens.Count).Select(token => token.Text);

        bool IsEdge(int one, int next) => one < 0 || next >= text.Count || text[one].End < text[next].Start;
    }

    private static ImmutableArray<Highlight> Apart(List<(int Start, int End)> ranges)
    {
        var apart = ImmutableArray.CreateBuilder<Highlight>();
        foreach (var (start, end) in ranges.Order())
        {
            if (apart.Count > 0 && apart[^1] is var last && last.Start + last.Length >= start)
            {
                apart[^1] = new Highlight(last.Start, Math.Max(end - last.Start, last.Length));
            }
            else
            {
                apart.Add(new Highlight(start, end - start));
            }
        }
        return apart.DrainToImmutable();
    }
}
