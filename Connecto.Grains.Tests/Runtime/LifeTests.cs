using Connecto.Grains.Tests.Runtime.Grains;
using Orleans.Runtime;

namespace Connecto.Grains.Tests.Runtime;

[Collection("runtime")]
public sealed class LifeTests(RuntimeCluster cluster)
{
    private readonly Scene _scene = Scene.New();

    private IAgingGrain Aging => cluster.Grains.GetGrain<IAgingGrain>(_scene.Name);

    private IHesitantGrain Hesitant => cluster.Grains.GetGrain<IHesitantGrain>(_scene.Name);

    [Fact]
    public async Task The_first_call_activates_and_later_ones_find_the_same_activation()
    {
        var aging = Aging;
        var names = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => aging.ActivationName()));
        Assert.Single(names.Distinct());
        Assert.Equal(["activating", "activated"], _scene.Events);
    }

    [Fact]
    public async Task Deactivating_on_demand_runs_its_last_turn_and_the_next_call_activates_anew()
    {
        var name = await Aging.ActivationName();
        await Aging.Deactivate();
        Assert.NotEqual(name, await Aging.ActivationName());
        Assert.Equal(
            ["activating", "activated", "deactivating", "deactivated: ApplicationRequested", "activating", "activated"],
            _scene.Events
        );
    }

    [Fact]
    public async Task Deactivation_waits_for_the_call_that_runs_and_calls_behind_it_go_to_a_new_activation()
    {
        var aging = Aging;
        var name = await aging.ActivationName();
        var held = aging.Hold("held");
        await _scene.When("held began");
        var gone = cluster.Cluster.WaitForDeactivationAsync(aging);
        var ended = cluster.Cluster.DeactivateAsync(aging);
        var next = aging.ActivationName();
        Assert.False(gone.IsCompleted);
        _scene.Signal("held may end");
        await held;
        await ended;
        Assert.NotEqual(name, await next);
        Assert.Equal(
            [
                "activating",
                "activated",
                "held ended",
                "deactivating",
                "deactivated: ApplicationRequested",
                "activating",
                "activated",
            ],
            _scene.Events
        );
    }

    [Fact]
    public async Task A_failed_activation_fails_the_call_with_its_error_and_the_next_call_tries_again()
    {
        var error = await Assert.ThrowsAsync<ActorException>(() => Hesitant.Touch());
        Assert.Equal("Not yet.", error.Message);
        _scene.Signal("may activate");
        await Hesitant.Touch();
        Assert.Equal(["touched"], _scene.Events);
    }

    [Fact]
    public async Task However_often_it_deactivates_a_grain_has_one_activation_at_a_time_and_loses_no_call()
    {
        const int callers = 8;
        const int calls = 100;
        var aging = Aging;
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => VisitAsync(caller))));
        var events = _scene.Events;
        Assert.Equal(callers * calls, events.Count(text => text == "alone"));
        Assert.DoesNotContain("not alone", events);
        Assert.InRange(events.Count(text => text == "activated"), 2, (callers * calls) + 1);

        async Task VisitAsync(int caller)
        {
            for (var i = 0; i < calls; )
            {
                try
                {
                    await aging.Visit(deactivate: (i + caller) % 10 == 0);
                    i++;
                }
                catch (OrleansMessageRejectionException)
                {
                    // It met one ending activation after the other; it did not run and may be sent again.
                }
            }
        }
    }
}
