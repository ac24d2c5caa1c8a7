using Connecto.Bench.Data;
using Connecto.Messages;

namespace Connecto.Web.Tests.Scenes;

/// <summary>How a data set is spread over planets.</summary>
public sealed class DataPlanTests
{
    [Fact]
    public void A_million_messages_are_spread_over_planets_of_all_sizes()
    {
        var plan = DataPlan.Spread(1_000_000, 10_000, 1_000);

        Assert.Equal(1_000_000, plan.Messages);
        Assert.Equal(1_000, plan.Planets.Count);
        Assert.Equal(1, plan.Planets.Count(planet => planet.Members == 1_000));
        Assert.Equal(20, plan.Planets.Count(planet => planet.Members == 100));
        Assert.All(plan.Planets.Where(planet => planet.Members < 100), planet => Assert.InRange(planet.Members, 8, 12));
        Assert.True(plan.Planets[0].Messages > 40 * plan.Planets[^1].Messages);
        Assert.All(plan.Planets, planet => Assert.True(planet.Messages > 100));
    }

    [Fact]
    public void No_planet_has_more_members_than_there_are_users()
    {
        Assert.All(DataPlan.Spread(100, 30, 10).Planets, planet => Assert.InRange(planet.Members, 2, 30));
    }

    [Fact]
    public void Texts_are_of_both_languages_and_short_enough_to_be_sent()
    {
        var random = new Random(1);
        var texts = Enumerable.Range(0, 10_000).Select(_ => DataTexts.Message(random)).ToList();

        Assert.All(texts, text => MessageText.Check(text));
        Assert.InRange(texts.Count(text => text.Any(letter => letter is >= '가' and <= '힣')), 4_000, 6_000);
    }

    [Fact]
    public void One_word_is_in_a_fifth_of_all_texts()
    {
        var random = new Random(1);
        var texts = Enumerable.Range(0, 10_000).Select(_ => DataTexts.Message(random));

        Assert.InRange(texts.Count(text => text.Contains(Korean.Frequent, StringComparison.Ordinal)), 1_900, 2_100);
    }

    [Fact]
    public void A_few_words_are_drawn_often_and_many_seldom()
    {
        var random = new Random(1);
        foreach (var words in (Vocabulary[])[Korean.Vocabulary, English.Vocabulary])
        {
            var drawn = Enumerable.Range(0, 100_000).Select(_ => words.Draw(random)).CountBy(word => word).ToList();
            var counts = drawn.Select(word => word.Value).OrderDescending().ToList();

            Assert.Equal(words[0], drawn.MaxBy(word => word.Value).Key);
            Assert.InRange(counts[0], 3_000, 4_500);
            Assert.InRange(counts[0] / counts[99], 20, 60);
            Assert.True(drawn.Count > 8_000, $"{drawn.Count}");
        }
    }
}
