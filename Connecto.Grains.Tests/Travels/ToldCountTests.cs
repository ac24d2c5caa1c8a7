using Connecto.Travels;

namespace Connecto.Grains.Tests.Travels;

/// <summary>Which counts of a travel's members are told to caches.</summary>
public sealed class ToldCountTests
{
    private const int Most = 100_000;

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void What_was_told_last_is_right_below_a_hundred_and_never_off_by_more_than_a_tenth(int step)
    {
        var (from, to) = step > 0 ? (1, Most) : (Most, 1);
        var (told, times) = (from, 0);
        for (var count = from; count != to; )
        {
            count += step;
            if (TravelStore.IsWorthTelling(count - step, count))
            {
                (told, times) = (count, times + 1);
            }
            Assert.InRange(Math.Abs(told - count), 0, count < 100 ? 0 : count / 10);
        }
        Assert.InRange(times, 100, 400);
    }
}
