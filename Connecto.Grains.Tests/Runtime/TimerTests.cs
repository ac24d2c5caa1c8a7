using Connecto.Grains.Tests.Runtime.Grains;

namespace Connecto.Grains.Tests.Runtime;

[Collection("runtime")]
public sealed class TimerTests(RuntimeCluster cluster)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;
    private readonly Scene _scene = Scene.New();

    private ITimedGrain Timed => cluster.Grains.GetGrain<ITimedGrain>(_scene.Name);

    [Fact]
    public async Task A_timer_ticks_again_and_again_also_after_ticks_that_fail()
    {
        await Timed.Start(Soon, Soon, interleave: false, fails: true);
        await _scene.When("tick 6");
    }

    [Fact]
    public async Task A_timer_without_period_ticks_once_and_again_when_it_is_changed()
    {
        await Timed.Start(Soon, Never, interleave: false, fails: false);
        await _scene.When("tick 1");
        await Timed.Change(Soon, Never);
        await _scene.When("tick 2");
        Assert.Equal(["tick", "tick"], _scene.Events);
    }

    [Fact]
    public async Task A_tick_waits_for_the_call_that_runs()
    {
        await Timed.Start(Never, Never, interleave: false, fails: false);
        var held = Timed.Hold();
        await _scene.When("hold began");
        var change = Timed.Change(Soon, Never);
        _scene.Signal("hold may end");
        await held;
        await change;
        await _scene.When("tick 1");
        Assert.Equal(["held", "tick"], _scene.Events);
    }

    [Fact]
    public async Task An_interleaving_tick_runs_while_a_call_awaits()
    {
        await Timed.Start(Soon, Soon, interleave: true, fails: false);
        var held = Timed.Hold();
        await _scene.When("hold began");
        var ticks = _scene.Events.Length;
        await _scene.When($"tick {ticks + 2}");
        Assert.DoesNotContain("held", _scene.Events);
        _scene.Signal("hold may end");
        await held;
    }

    [Fact]
    public async Task A_tick_that_does_not_interleave_never_runs_within_a_call()
    {
        await Timed.Start(TimeSpan.Zero, TimeSpan.Zero, interleave: false, fails: false);
        await _scene.When("tick 1");
        var held = Timed.Hold();
        await _scene.When("hold began");
        var ticks = _scene.Events.Length;
        // An interleaving timer's tick shows that time has passed in which this one was due many times.
        var other = Scene.New();
        await cluster.Grains.GetGrain<ITimedGrain>(other.Name).Start(Soon, Soon, interleave: false, fails: false);
        await other.When("tick 5");
        Assert.Equal(ticks, _scene.Events.Length);
        _scene.Signal("hold may end");
        await held;
        await _scene.When($"tick {ticks + 1}");
    }

    [Fact]
    public async Task A_tick_runs_on_the_activation_with_its_state() =>
        Assert.Equal("state", await Timed.TickOnce("state"));

    [Fact]
    public async Task A_stopped_timer_ticks_no_more()
    {
        await Timed.Start(Soon, Soon, interleave: false, fails: false);
        await _scene.When("tick 1");
        await Timed.Stop();
        var ticks = _scene.Events.Length;
        var other = Scene.New();
        await cluster.Grains.GetGrain<ITimedGrain>(other.Name).Start(Soon, Soon, interleave: false, fails: false);
        await other.When("tick 5");
        Assert.Equal(ticks, _scene.Events.Length);
    }

    [Fact]
    public async Task Timers_end_with_their_activation_before_its_last_turn()
    {
        var timed = Timed;
        await timed.Start(Soon, Soon, interleave: true, fails: false);
        await _scene.When("tick 1");
        var gone = cluster.Cluster.WaitForDeactivationAsync(timed);
        await timed.Deactivate();
        await gone;
        var events = _scene.Events;
        Assert.Equal("deactivated", events[^1]);
        var other = Scene.New();
        await cluster.Grains.GetGrain<ITimedGrain>(other.Name).Start(Soon, Soon, interleave: false, fails: false);
        await other.When("tick 5");
        Assert.Equal(events, _scene.Events);
    }
}
