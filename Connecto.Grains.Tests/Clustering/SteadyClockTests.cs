#if ORLEANS_PACKAGES
using Connecto.Silo.Clustering;
#endif

namespace Connecto.Grains.Tests.Clustering;

#if ORLEANS_PACKAGES
public sealed class SteadyClockTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-600)]
    [InlineData(600)]
    public void A_step_of_the_machines_clock_does_not_change_it(int seconds)
    {
        var machine = new Machine { Now = s_noon };
        var clock = new SteadyClock(machine);
        machine.Passed += 5 * TimeSpan.TicksPerSecond;

        machine.Now = s_noon.AddSeconds(seconds);

        Assert.Equal(s_noon.AddSeconds(5), clock.GetUtcNow());
        Assert.Equal(machine.GetTimestamp(), clock.GetTimestamp());
    }

    /// <summary>A machine whose time of day and time that has passed are set apart from each other.</summary>
    private sealed class Machine : TimeProvider
    {
        public DateTimeOffset Now { get; set; }
        public long Passed { get; set; } = 1_000;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => Passed;
    }
}
#else
public sealed class SteadyClockTests
{
    [Theory(Skip = OneProcess.Reason)]
    [InlineData(-600)]
    [InlineData(600)]
    public void A_step_of_the_machines_clock_does_not_change_it(int seconds) => _ = seconds;
}
#endif
