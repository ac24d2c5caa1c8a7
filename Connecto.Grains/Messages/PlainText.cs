namespace Connecto.Messages;

/// <summary>What no text may hold: PostgreSQL cannot store NUL, and no encoding can carry a lone surrogate.</summary>
public static class PlainText
{
    /// <summary>No NUL and no lone surrogate.</summary>
    public static bool IsStorable(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            var unit = text[index];
            if (unit == '\0')
            {
                return false;
            }
            if (char.IsSurrogate(unit))
            {
                if (index + 1 == text.Length || !char.IsSurrogatePair(unit, text[index + 1]))
                {
                    return false;
                }
                index++;
            }
        }
        return true;
    }

    /// <summary>Storable and without control characters: one line, as names are.</summary>
    public static bool IsPlain(string text) => IsStorable(text) && !text.Any(char.IsControl);
}
