using Connecto.Silo.Clustering;
using Connecto.Tests.Support;

namespace Connecto.Grains.Tests.Clustering;

public sealed class CallAgesTests
{
    private static readonly TimeSpan _hours = TimeSpan.FromHours(5);

    // The two clocks have nothing to do with each other.
    private readonly AdvancingTime _callers = new();
    private readonly AdvancingTime _callees = new();
    private readonly CallAges _caller;
    private readonly CallAges _callee;

    public CallAgesTests()
    {
        (_caller, _callee) = (new CallAges(_callers), new CallAges(_callees));
        _callees.Advance(TimeSpan.FromDays(87));
    }

    [Fact]
    public void A_call_is_as_old_as_it_took_longer_than_the_quickest_one()
    {
        Assert.Equal(TimeSpan.Zero, _callee.Of(_caller.Stamp()));
        var waits = _caller.Stamp();
        Pass(TimeSpan.FromSeconds(45));

        Assert.Equal(TimeSpan.FromSeconds(45), _callee.Of(waits));
        Assert.Equal(TimeSpan.Zero, _callee.Of(_caller.Stamp()));
    }

    [Fact]
    public void What_comes_after_a_long_silence_is_held_against_what_came_before_it()
    {
        _callee.Of(_caller.Stamp());
        var waits = _caller.Stamp();
        Pass(_hours);

        Assert.Equal(_hours, _callee.Of(waits));
    }

    [Fact]
    public void Clocks_that_drift_apart_make_no_call_old()
    {
        for (var minute = 0; minute < 24 * 60; minute++)
        {
            Pass(TimeSpan.FromMinutes(1));
            _callers.Advance(-TimeSpan.FromMilliseconds(6));
            Assert.True(_callee.Of(_caller.Stamp()) < TimeSpan.FromMilliseconds(50));
        }
    }

    [Fact]
    public void A_clock_that_stood_still_is_made_up_for_within_minutes()
    {
        _callee.Of(_caller.Stamp());
        _callees.Advance(_hours);
        Assert.Equal(_hours, _callee.Of(_caller.Stamp()));
        Pass(TimeSpan.FromMinutes(2));
        _callee.Of(_caller.Stamp());
        Pass(TimeSpan.FromMinutes(2));

        Assert.Equal(TimeSpan.Zero, _callee.Of(_caller.Stamp()));
    }

    [Fact]
    public void Callers_are_told_apart_and_forgotten_when_they_are_too_many()
    {
        var waits = _caller.Stamp();
        Pass(_hours);
        _callee.Of(_caller.Stamp());
        Assert.Equal(TimeSpan.Zero, _callee.Of(new CallAges(_callees).Stamp()));
        Assert.Equal(_hours, _callee.Of(waits));

        for (var i = 0; i < CallAges.MaxCallers; i++)
        {
            _callee.Of(new CallAges(_callers).Stamp());
        }
        Assert.Equal(TimeSpan.Zero, _callee.Of(waits));
    }

    private void Pass(TimeSpan time)
    {
        _callers.Advance(time);
        _callees.Advance(time);
    }
}
