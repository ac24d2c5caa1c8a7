using System.Globalization;
using System.Text;
using Connecto.Search;

namespace Connecto.Grains.Tests.Search;

/// <summary>What is folded without a look at it is what folding leaves alone.</summary>
[Trait("Runtime", "Either")]
public sealed class FoldTests
{
    [Fact]
    public void What_is_taken_as_it_is_folds_to_itself_and_joins_with_nothing_alike()
    {
        foreach (var unit in Enumerable.Range(0x80, 0xFF80).Select(unit => (char)unit).Where(Fold.IsPlain))
        {
            var text = unit.ToString();
            Assert.Equal(text, text.Normalize(NormalizationForm.FormKC).ToUpperInvariant().ToLowerInvariant());
            Assert.True(char.IsLetter(unit), $"{(int)unit:X}");
            Assert.Equal(1, StringInfo.GetNextTextElementLength($"a{unit}"));
            Assert.Equal(1, StringInfo.GetNextTextElementLength($"{unit}a"));
            Assert.Equal(1, StringInfo.GetNextTextElementLength($"가{unit}"));
        }
    }
}
