namespace Connecto.Search;

/// <summary>
/// What a text is searched by, one after the other: a word of letters and digits, a single sign of a script that is written
/// without reliable spaces (Hangul, Han, Kana, Thai and its neighbours), or an emoji.
/// </summary>
/// <param name="Kind">Which of these it is.</param>
/// <param name="Text">Folded: compatibility forms, width and case do not differ.</param>
/// <param name="Stem">What an English word has in common with its other forms; of others the text itself.</param>
/// <param name="Sigil"><c>@</c> or <c>#</c> where one stands right before it and begins something, else NUL.</param>
/// <param name="IsApart">Whether something other than space stands between it and the token before it.</param>
/// <param name="Start">Where it begins in the original, in UTF-16 units.</param>
/// <param name="End">Where it ends there, exclusive.</param>
public readonly record struct Token(
    TokenKind Kind,
    string Text,
    string Stem,
    char Sigil,
    bool IsApart,
    int Start,
    int End
);

/// <summary>Kinds of <see cref="Token"/>.</summary>
public enum TokenKind
{
    Word,
    Sign,
    Emoji,
}
