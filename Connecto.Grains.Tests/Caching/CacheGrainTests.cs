using System.Collections.Immutable;
using Connecto.Caching;
using Connecto.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connecto.Grains.Tests.Caching;

/// <summary>Whom the register tells what, and what it says that it has told.</summary>
public sealed class CacheGrainTests
{
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly CacheGrain _register;

    public CacheGrainTests() => _register = new CacheGrain(_time, NullLogger<CacheGrain>.Instance);

    [Fact]
    public async Task Changes_are_numbered_without_a_gap_from_where_a_node_began()
    {
        var (early, late) = (new Node(), new Node());
        var began = await _register.Attach("early", early);
        await TellAsync("a", "b");
        await _register.Attach("late", late);
        await TellAsync("c");

        Assert.Equal([(0L, "a b"), (2L, "c")], early.Told);
        Assert.Equal([(2L, "c")], late.Told);
        Assert.Equal(began with { Number = 3 }, await _register.Attach("late", late));
    }

    [Fact]
    public async Task A_node_that_fails_is_told_nothing_more_until_it_attaches_and_hears_then_that_it_missed_something()
    {
        var node = new Node { Fails = true };
        await _register.Attach("node", node);
        await TellAsync("a");
        node.Fails = false;
        await TellAsync("b");
        Assert.Empty(node.Told);

        Assert.Equal(2, (await _register.Attach("node", node)).Number);
        await TellAsync("c");

        Assert.Equal([(2L, "c")], node.Told);
    }

    [Fact]
    public async Task What_comes_while_a_node_is_told_shares_the_next_call()
    {
        var busy = new TaskCompletionSource();
        var node = new Node { Busy = busy.Task };
        await _register.Attach("node", node);

        Task[] told = [TellAsync("a"), TellAsync("b"), TellAsync("c")];
        // What it has not said that it has may still come.
        Assert.Equal(0, (await _register.Attach("node", node)).Number);
        busy.SetResult();
        await Task.WhenAll(told);

        Assert.Equal([(0L, "a"), (1L, "b c")], node.Told);
    }

    [Fact]
    public async Task A_node_for_which_too_much_waits_begins_anew()
    {
        var busy = new TaskCompletionSource();
        var node = new Node { Busy = busy.Task };
        await _register.Attach("node", node);
        _ = TellAsync("first");
        await TellAsync([.. Enumerable.Range(0, ToldNode.Most + 1).Select(one => $"{one}")]);

        Assert.Equal(ToldNode.Most + 2, (await _register.Attach("node", node)).Number);
        busy.SetResult();
    }

    [Fact]
    public async Task Nodes_that_go_are_forgotten()
    {
        for (var each = 0; each < 10; each++)
        {
            await _register.Attach($"node {each}", new Node());
            _time.Now += ICacheGrain.Every;
        }

        Assert.Equal(4, _register.Held);
    }

    private Task TellAsync(params ImmutableArray<string> tags) =>
        _register.Changed([.. tags.Select(tag => new CacheChange([tag], UserId: null))]);

    private sealed class Node : ICacheObserver
    {
        public bool Fails { get; set; }

        public Task Busy { get; init; } = Task.CompletedTask;

        public List<(long From, string Tags)> Told { get; } = [];

        public async Task Changed(CacheChanges changes)
        {
            await Busy;
            if (Fails)
            {
                throw new TimeoutException();
            }
            Told.Add((changes.From, string.Join(' ', changes.Changes.SelectMany(change => change.Tags))));
        }

        public Task<ImmutableArray<CacheFigures>> Figures() => throw new TimeoutException();
    }
}
