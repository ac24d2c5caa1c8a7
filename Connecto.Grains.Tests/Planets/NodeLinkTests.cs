using System.Collections.Immutable;
using Connecto.Delivery;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Tests.Support;

namespace Connecto.Tests.Planets;

/// <summary>What waits for a web node that has stopped.</summary>
public sealed class NodeLinkTests : ICountsOwed
{
    private static readonly Snowflake _planet = new(7);
    private static readonly DateTimeOffset _then = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Watcher _watcher = new();
    private readonly TaskCompletionSource _gate = new();
    private readonly NodeLink _link;
    private int _owed;

    public NodeLinkTests()
    {
        _watcher.Gate = _gate.Task;
        _link = new NodeLink("node", _watcher, this, headRev: 0);
        Post(rev: 1, length: 1);
    }

    void ICountsOwed.OweCounts() => _owed++;

    [Fact]
    public async Task It_is_behind_by_what_its_node_has_not_taken_yet()
    {
        Assert.Equal(1, _link.Behind(headRev: 1));
        Post(rev: 2, length: 1);
        Assert.Equal(2, _link.Behind(headRev: 2));

        await OpenAsync();

        Assert.Equal(0, _link.Behind(headRev: 2));
    }

    [Fact]
    public async Task Events_wait_up_to_a_number_of_bytes()
    {
        const int Length = 4_000;
        for (var rev = 2; rev <= NodeLink.MaxEvents; rev++)
        {
            Post(rev, Length);
        }

        var waited = await OpenAsync();

        Assert.Equal(NodeLink.MaxEvents, waited.Events[^1].Rev);
        Assert.InRange(waited.Events.Sum(FrameSize.Of), 1, NodeLink.MaxEventBytes);
        Assert.InRange(waited.Events.Length, 1, NodeLink.MaxEventBytes / (2 * Length));
        Assert.All(waited.Events, (told, i) => Assert.Equal(waited.FromRev + 1 + i, told.Rev));
    }

    [Fact]
    public async Task Events_that_are_too_large_by_themselves_do_not_wait()
    {
        Post(rev: 2, length: 10);
        Post(rev: 3, length: NodeLink.MaxEventBytes);
        Post(rev: 4, length: 10);

        Assert.Equal(4, Assert.Single((await OpenAsync()).Events).Rev);
    }

    [Fact]
    public async Task Counters_wait_up_to_a_number_of_bytes_and_beyond_it_the_counts_are_owed()
    {
        var moves = Enumerable.Range(0, PlanetGrain.MaxMoves).Select(i => new ReceiptMove(new Snowflake(i), 0, 1));
        for (var tick = 1; tick < NodeLink.MaxCounters; tick++)
        {
            _link.Send(_planet, epoch: 1, new CounterChange(tick, [.. moves], []));
        }

        var waited = await OpenAsync();

        Assert.True(_link.IsOwedCounts);
        Assert.NotEqual(0, _owed);
        Assert.InRange(waited.Counters.Sum(FrameSize.Of), 1, NodeLink.MaxCounterBytes);
        Assert.Equal(NodeLink.MaxCounters - 1, waited.Counters[^1].Tick);
    }

    private async Task<PlanetFrame> OpenAsync()
    {
        _gate.SetResult();
        Assert.Equal(1, Assert.Single((await _watcher.NextAsync()).Events).Rev);
        return await _watcher.NextAsync();
    }

    private void Post(long rev, int length)
    {
        var message = new Message
        {
            Id = new Snowflake(rev),
            PlanetId = _planet,
            Seq = rev,
            Rev = rev,
            SenderId = new Snowflake(1),
            Text = new string('x', length),
            CreatedAt = _then,
        };
        ImmutableArray<PlanetEvent> events = [new MessagePosted(rev, _then, message)];
        _link.Send(_planet, epoch: 1, events, new PlanetHead(rev, rev, Last: null));
    }
}
