using Connecto.Errors;
using Connecto.Ids;
using Connecto.Storage;
using Connecto.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connecto.Grains.Tests.Storage;

public sealed class SnowflakeGeneratorTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private static readonly DateTimeOffset _noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Databases _databases = new(
        new StorageOptions
        {
            Postgres = database.ConnectionString,
            PostgresReadOnly = database.ConnectionString,
            MinConnections = 0,
        }
    );

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await using var free = database.Source.CreateCommand("UPDATE id_nodes SET owner = NULL, reserved_until = -1");
        await free.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => _databases.DisposeAsync();

    [Fact]
    public async Task Ids_of_many_threads_are_positive_and_unique_and_rise_on_each_thread()
    {
        await using var ids = await StartAsync(TimeProvider.System);
        var made = new Snowflake[4][];
        Parallel.For(0, made.Length, thread => made[thread] = Make(ids, 20_000));

        Assert.Equal(80_000, made.SelectMany(part => part).Distinct().Count());
        Assert.All(made, part => Assert.Equal(part.Order(), part));
        Assert.All(made, part => Assert.True(part[0].Value > 0));
    }

    [Fact]
    public async Task An_id_holds_the_millisecond_and_the_node_it_was_made_in()
    {
        await using var ids = await StartAsync(new ManualTime(_noon));
        var id = ids.Next().Value;
        Assert.Equal((long)(_noon - Snowflake.Origin).TotalMilliseconds, id >> 22);
        Assert.Equal(0, (id >> 12) & 1023);
    }

    [Fact]
    public async Task A_clock_that_goes_back_is_not_followed()
    {
        var time = new ManualTime(_noon);
        await using var ids = await StartAsync(time);
        var before = Make(ids, 5_000);
        time.Now = _noon.AddHours(-1);
        var back = Make(ids, 5_000);
        await ids.RenewAsync(Cancellation);
        var renewed = Make(ids, 5_000);

        Snowflake[] all = [.. before, .. back, .. renewed];
        Assert.Equal(all.Distinct().Order(), all);
    }

    [Fact]
    public async Task Two_generators_at_the_same_moment_never_make_the_same_id()
    {
        var time = new ManualTime(_noon);
        await using var one = await StartAsync(time);
        await using var other = await StartAsync(time);
        Assert.Empty(Make(one, 5_000).Intersect(Make(other, 5_000)));
    }

    [Fact]
    public async Task One_whose_node_number_was_taken_over_stays_within_its_reservation_and_takes_another()
    {
        var time = new ManualTime(_noon);
        await using var slow = await StartAsync(time);
        await using var fast = await StartAsync(new ManualTime(_noon.AddMinutes(2)));
        var first = slow.Next();
        Assert.Equal(Node(first), Node(fast.Next()));

        time.Now = _noon.AddSeconds(59);
        Snowflake[] old = [first, .. Make(slow, 5_000)];
        var taken = Make(fast, 5_000);
        await slow.RenewAsync(Cancellation);
        var moved = Make(slow, 5_000);

        Assert.NotEqual(Node(first), Node(moved[0]));
        Snowflake[] all = [.. old, .. taken, .. moved];
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Fact]
    public async Task Beyond_its_reservation_it_refuses_until_it_has_renewed_it()
    {
        var time = new ManualTime(_noon);
        await using var ids = await StartAsync(time);
        var before = ids.Next();

        time.Now = _noon.AddMinutes(5);
        var refusal = Assert.Throws<ChatException>(() => ids.Next());
        Assert.Equal(ErrorCode.Unavailable, refusal.Code);

        var after = default(Snowflake);
        await Eventually.TrueAsync(() =>
        {
            try
            {
                after = ids.Next();
                return true;
            }
            catch (ChatException)
            {
                return false;
            }
        });
        Assert.True(after > before);
    }

    [Fact]
    public async Task Before_it_has_started_it_refuses()
    {
        await using var ids = new SnowflakeGenerator(
            _databases,
            TimeProvider.System,
            NullLogger<SnowflakeGenerator>.Instance
        );
        Assert.Equal(ErrorCode.Unavailable, Assert.Throws<ChatException>(() => ids.Next()).Code);
    }

    private async Task<SnowflakeGenerator> StartAsync(TimeProvider time)
    {
        var ids = new SnowflakeGenerator(_databases, time, NullLogger<SnowflakeGenerator>.Instance);
        await ids.StartAsync(Cancellation);
        return ids;
    }

    private static Snowflake[] Make(SnowflakeGenerator ids, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => ids.Next())];

    private static long Node(Snowflake id) => (id.Value >> 12) & 1023;
}
