using System.Globalization;
using System.Text.Json;

namespace Connecto.Bench.Clients;

/// <summary>How often each emoji stands under a message, written as <c>emoji count, …</c> in the order of code points.</summary>
internal sealed class Reactions
{
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Reads a message's reactions on the wire.</summary>
    public static Reactions Of(IEnumerable<JsonElement> reactions)
    {
        var counts = new Reactions();
        foreach (var reaction in reactions)
        {
            counts.With(reaction.Text("emoji"), (int)reaction.Number("count"));
        }

        return counts;
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static Reactions Parse(string text)
    {
        var counts = new Reactions();
        foreach (var pair in text.Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            var space = pair.LastIndexOf(' ');
            counts.With(pair[..space], int.Parse(pair.AsSpan(space + 1), CultureInfo.InvariantCulture));
        }

        return counts;
    }

    /// <summary>Adds so many; an emoji that nobody uses any more is gone.</summary>
    public Reactions With(string emoji, int more)
    {
        _counts[emoji] = _counts.GetValueOrDefault(emoji) + more;
        if (_counts[emoji] == 0)
        {
            _counts.Remove(emoji);
        }

        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", _counts.Select(pair => $"{pair.Key} {pair.Value}"));
}
