using Connecto.Grains.Tests.Runtime.Grains;

namespace Connecto.Grains.Tests.Runtime;

[Collection("runtime")]
public sealed class ObserverTests : IDisposable
{
    private readonly RuntimeCluster _cluster;
    private readonly Scene _scene = Scene.New();
    private readonly Listener _listener;
    private readonly IListener _reference;
    private bool _isDeleted;

    public ObserverTests(RuntimeCluster cluster)
    {
        _cluster = cluster;
        _listener = new Listener(_scene);
        _reference = cluster.Grains.CreateObjectReference<IListener>(_listener);
    }

    private ISpeakerGrain Speaker => _cluster.Grains.GetGrain<ISpeakerGrain>(_scene.Name);

    public void Dispose()
    {
        if (!_isDeleted)
            _cluster.Grains.DeleteObjectReference<IListener>(_reference);
        GC.KeepAlive(_listener);
    }

    // Calls that are under way at once have no order on Microsoft Orleans, so a grain awaits one before the next.
    [Fact]
    public async Task An_observer_hears_in_order_what_a_grain_sends_in_order()
    {
        var questions = Enumerable.Range(0, 200).Select(i => $"{i}").ToArray();
        foreach (var question in questions)
            await Speaker.Ask(_reference, question);
        Assert.Equal(questions.SelectMany(text => new[] { $"+{text}", $"-{text}" }), _scene.Events);
    }

    [Fact]
    public async Task What_an_observer_answers_comes_back_to_a_grain_and_to_whoever_else_has_the_reference()
    {
        Assert.Equal("once, once", await Speaker.AskToRepeat(_reference, "once"));
        Assert.Equal("again, again", await _reference.Repeat("again"));
    }

    [Fact]
    public async Task An_observer_hears_every_call_that_nobody_waits_for()
    {
        await Speaker.Tell(_reference, from: 0, count: 200);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => _scene.When($"heard {i}")));
        Assert.Equal(200, _scene.Events.Length);
    }

    [Fact]
    public async Task An_observer_takes_one_call_at_a_time_and_waits_for_its_end()
    {
        var first = Speaker.Ask(_reference, "hold");
        await _scene.When("hold began");
        var other = _cluster.Grains.GetGrain<ISpeakerGrain>(Scene.New().Name);
        await other.Touch();
        var second = other.Ask(_reference, "second");
        await other.Touch();
        Assert.Equal(["+hold"], _scene.Events);
        _scene.Signal("hold may end");
        await first;
        await second;
        Assert.Equal(["+hold", "-hold", "+second", "-second"], _scene.Events);
    }

    [Fact]
    public async Task An_observer_that_many_grains_call_at_once_is_never_in_two_calls()
    {
        var speakers = Enumerable.Range(0, 10).Select(_ => _cluster.Grains.GetGrain<ISpeakerGrain>(Scene.New().Name));
        await Task.WhenAll(speakers.Select(AskAsync));
        Assert.Equal(200, _scene.Events.Count(text => text == "-question"));
        Assert.DoesNotContain("not alone", _scene.Events);

        async Task AskAsync(ISpeakerGrain speaker)
        {
            for (var i = 0; i < 20; i++)
                await speaker.Ask(_reference, "question");
        }
    }

    [Fact]
    public async Task A_slow_observer_does_not_hold_up_a_grain_that_does_not_wait_for_it()
    {
        await Speaker.AskAndGoOn(_reference, "hold");
        await Speaker.AskAndGoOn(_reference, "hold more");
        await _scene.When("hold began");
        Assert.Equal(2, _scene.Events.Count(text => text == "asked"));
        _scene.Signal("hold may end");
        _scene.Signal("hold more may end");
    }

    [Fact]
    public async Task An_observers_error_reaches_the_grain_through_the_task_and_only_so()
    {
        await Speaker.Tell(_reference, from: -1, count: 1);
        await _scene.When("heard -1");
        var error = await Assert.ThrowsAsync<ActorException>(() => Speaker.Ask(_reference, "fail"));
        Assert.Equal("The listener fails.", error.Message);
        await Speaker.Ask(_reference, "next");
        Assert.Equal(["-1", "+fail", "+next", "-next"], _scene.Events);
    }

    [Fact]
    public async Task A_call_to_an_observer_times_out_like_any_other()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => Speaker.AskWithinASecond(_reference, "hold"));
        _scene.Signal("hold may end");
        await Speaker.Ask(_reference, "next");
        Assert.Equal(["+hold", "TimeoutException", "-hold", "+next", "-next"], _scene.Events);
    }

    [Fact]
    public async Task A_call_to_a_deleted_observer_fails()
    {
        await Speaker.Ask(_reference, "first");
        _cluster.Grains.DeleteObjectReference<IListener>(_reference);
        _isDeleted = true;
        await Assert.ThrowsAnyAsync<Exception>(() => Speaker.AskWithinASecond(_reference, "second"));
        Assert.Throws<ArgumentException>(() => _cluster.Grains.DeleteObjectReference<IListener>(_reference));
        Assert.DoesNotContain("+second", _scene.Events);
    }

    [Fact]
    public async Task An_object_without_a_reference_cannot_be_passed() =>
        await Assert.ThrowsAnyAsync<Exception>(() => Speaker.Ask(_listener, "first"));
}
