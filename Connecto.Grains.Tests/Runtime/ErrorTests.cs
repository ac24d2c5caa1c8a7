using Connecto.Grains.Tests.Runtime.Grains;

namespace Connecto.Grains.Tests.Runtime;

[Collection("runtime")]
public sealed class ErrorTests(RuntimeCluster cluster)
{
    private readonly Scene _scene = Scene.New();

    private IActorGrain Actor => cluster.Grains.GetGrain<IActorGrain>(_scene.Name);

    [Fact]
    public async Task An_exception_keeps_type_message_and_members_across_a_call()
    {
        var error = await Assert.ThrowsAsync<ActorException>(() => Actor.Fail("Something of its own."));
        Assert.Equal("Something of its own.", error.Message);
        Assert.Equal(7, error.Code);
    }

    [Fact]
    public async Task A_grain_goes_on_after_a_failed_call()
    {
        var name = await Actor.ActivationName();
        await Assert.ThrowsAsync<ActorException>(() => Actor.Fail(""));
        await Actor.FailOneWay();
        Assert.Equal(name, await Actor.ActivationName());
    }

    [Fact]
    public async Task A_caller_stops_waiting_after_the_time_out_while_the_call_goes_on()
    {
        var actor = Actor;
        await Assert.ThrowsAsync<TimeoutException>(() => actor.HoldForASecond("slow"));
        Assert.Equal(["+slow"], _scene.Events);
        _scene.Signal("slow may end");
        await actor.Note("next");
        Assert.Equal(["+slow", "-slow", "next"], _scene.Events);
    }

    [Fact]
    public async Task A_call_that_timed_out_in_the_queue_is_never_run()
    {
        var actor = Actor;
        var held = actor.Hold("held");
        await _scene.When("held began");
        await Assert.ThrowsAsync<TimeoutException>(() => actor.HoldForASecond("late"));
        _scene.Signal("held may end");
        await held;
        await actor.Note("next");
        Assert.Equal(["+held", "-held", "next"], _scene.Events);
    }

    [Fact]
    public async Task Every_call_to_a_grain_that_cannot_keep_up_is_answered()
    {
        var actor = Actor;
        var calls = Enumerable.Range(0, 100).Select(_ => actor.Toil()).ToList();
        var all = Task.WhenAll(calls);
        await Task.WhenAny(all, Task.Delay(TimeSpan.FromSeconds(30)));
        Assert.True(all.IsCompleted);
        Assert.Contains(calls, call => call.IsFaulted);
    }

    [Fact]
    public async Task Cancelling_a_call_ends_the_wait_and_cancels_the_callees_token()
    {
        using var cancellation = new CancellationTokenSource();
        var held = Actor.HoldUntilCancelled("held", cancellation.Token);
        await _scene.When("held began");
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => held);
        await _scene.When("held was cancelled");
    }
}
