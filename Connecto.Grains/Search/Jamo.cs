using System.Text;

namespace Connecto.Search;

/// <summary>
/// Letters of Hangul that were typed one by one, as by somebody whose input method did not join them, are joined to syllables
/// (the arithmetic of the Unicode Standard, 3.12). Whole syllables are left as they are, so that 아ㅋㅋ does not become 앜ㅋ.
/// </summary>
internal static class Jamo
{
    private const int Lead = 0x1100;
    private const int Vowel = 0x1161;
    private const int Syllable = 0xAC00;
    private const int Leads = 19;
    private const int Vowels = 21;
    private const int Tails = 28;

    // Which tail a lead is at a syllable's end; 0 where it is none.
    private static ReadOnlySpan<byte> TailOfLead =>
        [1, 2, 4, 7, 0, 8, 16, 17, 0, 19, 20, 21, 22, 0, 23, 24, 25, 26, 27];

    public static List<Fold.Unit> Composed(List<Fold.Unit> units)
    {
        if (!units.Exists(unit => IsVowel(unit.Rune.Value)))
        {
            return units;
        }
        var composed = new List<Fold.Unit>(units.Count);
        for (var i = 0; i < units.Count; i++)
        {
            if (!IsLead(At(i)) || !IsVowel(At(i + 1)))
            {
                composed.Add(units[i]);
                continue;
            }
            var (lead, vowel) = (At(i) - Lead, At(i + 1) - Vowel);
            var tail = IsLead(At(i + 2)) && !IsVowel(At(i + 3)) ? TailOfLead[At(i + 2) - Lead] : 0;
            var last = tail > 0 ? i + 2 : i + 1;
            var rune = new Rune(Syllable + (((lead * Vowels) + vowel) * Tails) + tail);
            composed.Add(new Fold.Unit(rune, units[i].Start, units[last].End));
            i = last;
        }
        return composed;

        int At(int i) => i < units.Count ? units[i].Rune.Value : 0;
    }

    private static bool IsLead(int rune) => rune is >= Lead and < Lead + Leads;

    private static bool IsVowel(int rune) => rune is >= Vowel and < Vowel + Vowels;
}
