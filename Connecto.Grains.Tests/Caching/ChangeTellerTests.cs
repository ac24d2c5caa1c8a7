using System.Collections.Immutable;
using Connecto.Caching;
using Connecto.Ids;
using Connecto.Invites;
using Connecto.Storage;
using Connecto.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Connecto.Grains.Tests.Caching;

/// <summary>What a process tells the register, and what it does when that does not answer.</summary>
public sealed class ChangeTellerTests : IDisposable
{
    private readonly List<ImmutableArray<CacheChange>> _told = [];
    private readonly ChangeTeller _teller;
    private Func<Task> _register = () => Task.CompletedTask;

    public ChangeTellerTests() => _teller = new ChangeTeller(HearAsync, new Hurried(), NullLogger.Instance);

    public void Dispose() => _teller.Dispose();

    [Fact]
    public async Task What_cannot_be_told_is_told_again_until_it_can()
    {
        var tries = 0;
        _register = () => ++tries < 3 ? throw new TimeoutException() : Task.CompletedTask;

        await _teller.TellAsync(new(7), "a");

        await Eventually.TrueAsync(() => _told.Count == 1);
        var change = Assert.Single(_told[0]);
        Assert.Equal((7L, "a"), (change.UserId!.Value.Value, Assert.Single(change.Tags)));
        Assert.Equal(3, tries);
    }

    [Fact]
    public async Task Changes_are_heard_here_before_anybody_is_told_and_also_where_their_commit_failed()
    {
        var heard = new List<string>();
        _teller.Telling += change => heard.AddRange(change.Tags);
        _register = () => throw new TimeoutException();

        await _teller.AfterAsync(Task.FromResult(1), null, "a");
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            _teller.AfterAsync(Task.FromException<int>(new InvalidOperationException()), null, "b")
        );

        Assert.Equal(["a", "b"], heard);
    }

    [Fact]
    public async Task With_PostgreSQL_away_nothing_that_is_cached_is_given_up()
    {
        var heard = new List<string>();
        _teller.Telling += change => heard.AddRange(change.Tags);
        const string Nowhere = "Host=127.0.0.1;Port=1;Username=nobody";
        await using var databases = new Databases(
            new StorageOptions { Postgres = Nowhere, PostgresReadOnly = Nowhere }
        );
        await using var ids = new SnowflakeGenerator(
            databases,
            TimeProvider.System,
            NullLogger<SnowflakeGenerator>.Instance
        );
        var invites = new InviteStore(databases, _teller, ids, TimeProvider.System);

        await Assert.ThrowsAsync<NpgsqlException>(() => invites.TakeAsync("abcdefghij", new(7)));

        Assert.Empty(heard);
    }

    [Fact]
    public async Task What_comes_meanwhile_is_told_together_and_too_much_of_it_as_everything()
    {
        var busy = new TaskCompletionSource();
        var isCalled = new TaskCompletionSource();
        _register = () =>
        {
            isCalled.TrySetResult();
            return busy.Task;
        };
        var first = _teller.TellAsync(null, "first");
        await isCalled.Task;
        var rest = Enumerable.Range(0, ChangeTeller.Most + 1).Select(one => _teller.TellAsync(null, $"{one}")).ToList();
        busy.SetResult();
        await Task.WhenAll([first, .. rest]);

        await Eventually.TrueAsync(() => _told.Count == 2);
        Assert.Equal([CacheTags.Everything], Assert.Single(_told[1]).Tags);
    }

    private async Task HearAsync(ImmutableArray<CacheChange> changes)
    {
        await _register();
        _told.Add(changes);
    }

    /// <summary>Waits for nothing.</summary>
    private sealed class Hurried : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
    }
}
