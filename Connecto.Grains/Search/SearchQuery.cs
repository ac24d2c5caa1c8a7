using System.Collections.Immutable;

namespace Connecto.Search;

/// <summary>What somebody looks for. <c>From</c> and <c>In</c> are names or ids, as they were typed.</summary>
public sealed record SearchQuery
{
    /// <summary>Each stands somewhere in the text.</summary>
    public ImmutableArray<Sequence> Required { get; init; } = [];

    /// <summary>None of them does.</summary>
    public ImmutableArray<Sequence> Excluded { get; init; } = [];

    public string? From { get; init; }

    public string? In { get; init; }

    /// <summary>Sent on an earlier day than this, in UTC.</summary>
    public DateOnly? Before { get; init; }

    /// <summary>Sent on a later day than this, in UTC.</summary>
    public DateOnly? After { get; init; }

    public ImmutableArray<Has> Has { get; init; } = [];

    /// <summary>Whether it says what to look for, and not only what to leave out.</summary>
    public bool AsksForSomething =>
        !Required.IsEmpty
        || From is not null
        || In is not null
        || Before is not null
        || After is not null
        || !Has.IsEmpty;

    /// <summary>
    /// Patterns of LIKE that hold for every text which has what is asked for and is <see cref="Fold.IsLiteral"/>, in lower case.
    /// </summary>
    internal string[] Patterns =>
        [
            .. Required
                .SelectMany(sequence => sequence.Parts)
                .Where(Fold.IsPlain)
                .Distinct()
                // An apostrophe may be another one there.
                .Select(part => $"%{part.Replace("_", "\\_", StringComparison.Ordinal).Replace('\'', '_')}%"),
        ];

    /// <summary>Whether a single letter or digit is all that it has.</summary>
    public bool IsShort =>
        this is { From: null, In: null, Before: null, After: null, Has.IsEmpty: true }
        && Required is [{ Tokens: [{ Kind: TokenKind.Word, Text.Length: 1 }] }];
}

/// <summary>What a message may have beside its words.</summary>
public enum Has
{
    Link,
    Image,
    File,
}
