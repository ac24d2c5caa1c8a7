using Connecto.Grains.Tests.Runtime.Grains;

namespace Connecto.Grains.Tests.Runtime;

[Collection("runtime")]
public sealed class TurnTests(RuntimeCluster cluster)
{
    private readonly Scene _scene = Scene.New();

    private IActorGrain Actor => cluster.Grains.GetGrain<IActorGrain>(_scene.Name);

    private IReentrantActorGrain Reentrant => cluster.Grains.GetGrain<IReentrantActorGrain>(_scene.Name);

    // Calls that are under way at once have no order on Microsoft Orleans, not even those of one caller.
    [Fact]
    public async Task A_call_that_was_answered_comes_before_those_sent_after_it()
    {
        var names = Enumerable.Range(0, 200).Select(i => $"{i}").ToArray();
        foreach (var name in names)
            await Actor.Note(name);
        Assert.Equal(names, _scene.Events);
    }

    [Fact]
    public async Task Calls_sent_at_once_all_run_once_each_after_the_end_of_another()
    {
        var names = Enumerable.Range(0, 200).Select(i => $"{i}").ToArray();
        foreach (var name in names)
            _scene.Signal($"{name} may end");
        await Task.WhenAll(names.Select(Actor.Hold));
        var events = _scene.Events;
        Assert.Equal(400, events.Length);
        Assert.All(events.Chunk(2), pair => Assert.Equal(pair[0].Replace('+', '-'), pair[1]));
        Assert.Equal(names.Order(), events.Where(text => text[0] == '+').Select(text => text[1..]).Order());
    }

    [Fact]
    public async Task A_call_waits_until_the_one_before_it_has_ended_also_at_its_awaits()
    {
        var actor = Actor;
        var first = actor.Hold("first");
        await _scene.When("first began");
        var second = actor.Note("second");
        await actor.NoteInterleaved("probe");
        Assert.Equal(["+first", "probe"], _scene.Events);
        _scene.Signal("first may end");
        await first;
        await second;
        Assert.Equal(["+first", "probe", "-first", "second"], _scene.Events);
    }

    [Fact]
    public async Task A_grain_needs_no_lock()
    {
        var actor = Actor;
        var counts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => actor.CountSlowly()));
        Assert.Equal(8_000, counts.Max());
    }

    [Fact]
    public async Task An_interleaving_call_does_not_hold_others_up()
    {
        var actor = Actor;
        var held = actor.HoldInterleaved("held");
        await _scene.When("held began");
        await actor.Note("other");
        _scene.Signal("held may end");
        await held;
        Assert.Equal(["+held", "other", "-held"], _scene.Events);
    }

    [Fact]
    public async Task Ordinary_calls_wait_for_each_other_while_an_interleaving_one_runs()
    {
        var actor = Actor;
        var interleaved = actor.HoldInterleaved("interleaved");
        await _scene.When("interleaved began");
        var first = actor.Hold("first");
        await _scene.When("first began");
        var second = actor.Note("second");
        await actor.NoteInterleaved("probe");
        Assert.Equal(["+interleaved", "+first", "probe"], _scene.Events);
        _scene.Signal("interleaved may end");
        await interleaved;
        await actor.NoteInterleaved("probe");
        Assert.DoesNotContain("second", _scene.Events);
        _scene.Signal("first may end");
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task Calls_of_a_reentrant_grain_run_between_each_others_awaits_but_never_at_once()
    {
        var actor = Reentrant;
        var first = actor.Hold("first");
        await _scene.When("first began");
        var second = actor.Hold("second");
        await _scene.When("second began");
        _scene.Signal("second may end");
        await second;
        _scene.Signal("first may end");
        await first;
        Assert.Equal(["+first", "+second", "-second", "-first"], _scene.Events);
    }

    [Fact]
    public async Task A_one_way_call_is_sent_without_waiting_and_still_runs_as_a_turn()
    {
        var actor = Actor;
        await actor.HoldOneWay("one way");
        await _scene.When("one way began");
        var other = actor.Note("other");
        await actor.NoteInterleaved("probe");
        _scene.Signal("one way may end");
        await other;
        Assert.Equal(["+one way", "probe", "-one way", "other"], _scene.Events);
    }

    [Fact]
    public async Task Continuations_run_on_the_activations_own_scheduler() =>
        Assert.True(await Actor.StaysOnItsScheduler());

    [Fact]
    public async Task A_call_to_oneself_waits_for_itself_unless_the_grain_is_reentrant()
    {
        await Assert.ThrowsAsync<TimeoutException>(Actor.CallOwnReference);
        await Reentrant.CallOwnReference();
    }

    [Fact]
    public async Task Value_tasks_cross_like_tasks()
    {
        Assert.Equal(5, await Actor.Add(2, 3));
        await Actor.Touch();
        Assert.Equal(["touched"], _scene.Events);
    }

    [Fact]
    public async Task A_grain_knows_its_key_and_references_to_it_are_equal()
    {
        Assert.Equal($"{_scene.Name} actor/{_scene.Name}", await Actor.KeyAndIdentity());
        Assert.Equal(Actor, Actor);
        Assert.NotEqual<object>(Actor, Reentrant);
    }
}
