using System.Globalization;
using Connecto.Caching;
using Connecto.Tests.Support;
using Connecto.Web.Caching;
using Microsoft.Extensions.Options;

namespace Connecto.Web.Tests.Caching;

/// <summary>What one node keeps, for how long, and when it gives it up; here the test is the register.</summary>
[Trait("Runtime", "Either")]
public sealed class NodeCacheTests : IDisposable
{
    private readonly AdvancingTime _time = new();
    private readonly CachingOptions _options = new() { Entries = 100 };
    private readonly ChangeFeed _feed;
    private readonly NodeCache _cache;
    private readonly Guid _epoch = Guid.NewGuid();
    private int _reads;
    private long _number;

    public NodeCacheTests()
    {
        _feed = new ChangeFeed(_time);
        _cache = new NodeCache(Options.Create(_options), _feed, _time);
        Confirm();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _cache.Dispose();

    [Theory]
    [InlineData("Popular", "02:00:00")]
    [InlineData("Lists", "01:00:00")]
    [InlineData("Statistics", "00:15:00")]
    [InlineData("Dashboards", "00:05:00")]
    [InlineData("Profiles", "00:05:00")]
    public async Task A_value_is_kept_for_as_long_as_its_kind_may(string name, string time)
    {
        var (kind, goodFor) = (Enum.Parse<CacheKind>(name), TimeSpan.Parse(time, CultureInfo.InvariantCulture));
        var first = await ReadAsync("key", kind);

        Pass(goodFor - TimeSpan.FromTicks(1));
        Assert.Same(first, await ReadAsync("key", kind));
        Pass(TimeSpan.FromTicks(1));

        Assert.NotSame(first, await ReadAsync("key", kind));
        var figures = Figures(kind);
        Assert.Equal((1, 2, 0), (figures.Hits, figures.Misses, figures.Invalidations));
    }

    [Fact]
    public async Task There_are_never_more_values_of_a_kind_than_it_may_hold()
    {
        for (var key = 0; key < 10 * _options.Entries; key++)
        {
            await ReadAsync($"key {key}");
            Assert.InRange(Figures().Entries, 1, _options.Entries);
        }
    }

    [Fact]
    public async Task Of_a_hundred_who_ask_at_once_one_reads()
    {
        var hold = new TaskCompletionSource();
        var asked = Enumerable.Range(0, 100).Select(_ => ReadAsync("key", hold: hold.Task)).ToList();
        hold.SetResult();

        Assert.Single((await Task.WhenAll(asked)).Distinct());
        Assert.Equal((1, 99), (_reads, Figures().Hits));
    }

    [Fact]
    public async Task Who_asks_with_others_may_go_without_taking_the_reading_along()
    {
        var hold = new TaskCompletionSource();
        using var leaving = new CancellationTokenSource();
        var first = ReadAsync("key", hold: hold.Task, cancellation: leaving.Token);
        var second = ReadAsync("key");
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        hold.SetResult();

        await second;
        Assert.Equal(1, _reads);
    }

    [Fact]
    public async Task What_could_not_be_read_is_read_again_and_so_is_what_was_not_there()
    {
        await Assert.ThrowsAsync<TimeoutException>(() =>
            _cache.GetOrCreateAsync<object>(CacheKind.Lists, "key", () => throw new TimeoutException(), Cancellation)
        );
        Assert.Null(
            await _cache.GetOrCreateAsync(
                CacheKind.Lists,
                "key",
                () => Task.FromResult(new Cached<object?>(null, [])),
                Cancellation
            )
        );

        Assert.NotNull(await ReadAsync("key"));
    }

    [Fact]
    public async Task A_change_gives_up_what_it_is_about_and_nothing_else()
    {
        var (one, other) = (await ReadAsync("one"), await ReadAsync("other"));

        Tell("one");

        Assert.NotSame(one, await ReadAsync("one"));
        Assert.Same(other, await ReadAsync("other"));
        Assert.Equal(1, Figures().Invalidations);
    }

    [Fact]
    public async Task A_reading_from_before_a_change_is_neither_kept_nor_given_to_who_asks_after_it()
    {
        var hold = new TaskCompletionSource();
        var before = ReadAsync("key", hold: hold.Task);
        Tell("key");
        var after = await ReadAsync("key");
        hold.SetResult();

        Assert.NotSame(after, await before);
        Assert.Same(after, await ReadAsync("key"));
    }

    [Fact]
    public async Task A_reading_during_a_change_of_something_else_is_kept()
    {
        var hold = new TaskCompletionSource();
        var before = ReadAsync("key", hold: hold.Task);
        Tell("other");
        hold.SetResult();

        Assert.Same(await before, await ReadAsync("key"));
    }

    [Fact]
    public async Task A_change_that_was_missed_is_noticed_by_the_next_one()
    {
        var value = await ReadAsync("key");
        _number++;

        Tell("other");

        Assert.NotSame(value, await ReadAsync("key"));
    }

    [Fact]
    public async Task A_change_that_was_missed_is_noticed_by_the_next_renewal()
    {
        var value = await ReadAsync("key");
        Confirm();
        Assert.Same(value, await ReadAsync("key"));
        _number++;

        Confirm();

        Assert.NotSame(value, await ReadAsync("key"));
    }

    [Fact]
    public async Task A_new_register_gives_up_everything()
    {
        var value = await ReadAsync("key");

        _feed.Confirmed(new CacheStand(Guid.NewGuid(), 0), _time.GetTimestamp());

        Assert.NotSame(value, await ReadAsync("key"));
    }

    [Fact]
    public async Task Who_may_not_hear_of_changes_reads_each_time()
    {
        var value = await ReadAsync("key");
        _time.Advance(ChangeFeed.GoodFor);
        Assert.NotSame(value, await ReadAsync("key"));

        Confirm();

        Assert.Same(value, await ReadAsync("key"));
    }

    [Fact]
    public async Task What_the_node_itself_changes_is_given_up_before_anybody_is_told()
    {
        var value = await ReadAsync("key");

        _feed.Own(new CacheChange(["key"], null));

        Assert.NotSame(value, await ReadAsync("key"));
    }

    [Fact]
    public async Task More_changes_than_are_remembered_give_up_everything()
    {
        var value = await ReadAsync("key");
        for (var tag = 0; tag < TagNumbers.Most; tag++)
        {
            Tell($"tag {tag}");
        }
        Assert.Same(value, await ReadAsync("key"));

        Tell("one more");

        Assert.NotSame(value, await ReadAsync("key"));
    }

    private void Pass(TimeSpan time)
    {
        _time.Advance(time);
        Confirm();
    }

    private void Confirm() => _feed.Confirmed(new CacheStand(_epoch, _number), _time.GetTimestamp());

    private void Tell(string tag) =>
        _feed.Told(new CacheChanges(_epoch, _number++, [new CacheChange([tag], UserId: null)]));

    private CacheFigures Figures(CacheKind kind = CacheKind.Lists) => _cache.Figures[(int)kind];

    /// <summary>Reads something new under the key, with the key as its tag.</summary>
    private Task<object> ReadAsync(
        string key,
        CacheKind kind = CacheKind.Lists,
        Task? hold = null,
        CancellationToken? cancellation = null
    ) =>
        _cache.GetOrCreateAsync(
            kind,
            key,
            async () =>
            {
                _reads++;
                await (hold ?? Task.CompletedTask);
                return new Cached<object>(new object(), [key]);
            },
            cancellation ?? Cancellation
        );
}
