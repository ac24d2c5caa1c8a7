using Connecto.Ids;
using Connecto.Storage;
using Connecto.Tests.Support;
using Npgsql;

namespace Connecto.Grains.Tests.Storage;

/// <summary>Rows that PostgreSQL refuses, and connections that end in the middle of a transaction.</summary>
public sealed class MessageWriterFaultTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private const long Stall = 77;

    // Nobody waits that long but in a broken test.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(25);

    private TcpProxy _network = null!;
    private StorageRig _rig = null!;
    private StorageRig _behindNetwork = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // A message "refuse" fails its transaction, "fail late" fails it at the commit, "stall" makes it wait for a lock
        // after the fence has matched.
        await ExecuteAsync(
            $$"""
            CREATE OR REPLACE FUNCTION misbehave() RETURNS trigger LANGUAGE plpgsql AS $f$
            BEGIN
                IF NEW.text = 'refuse' OR TG_NAME = 'misbehave_late' THEN
                    RAISE EXCEPTION 'refused by the test';
                END IF;
                PERFORM pg_advisory_xact_lock({{Stall}});
                RETURN NEW;
            END
            $f$;
            DROP TRIGGER IF EXISTS misbehave ON messages;
            CREATE TRIGGER misbehave BEFORE INSERT ON messages FOR EACH ROW
                WHEN (NEW.text IN ('refuse', 'stall')) EXECUTE FUNCTION misbehave();
            DROP TABLE IF EXISTS late;
            DO $f$ BEGIN
                FOR part IN 0..15 LOOP
                    EXECUTE format('DROP TRIGGER IF EXISTS misbehave_late ON messages_%s', lpad(part::text, 2, '0'));
                    EXECUTE format(
                        'CREATE CONSTRAINT TRIGGER misbehave_late AFTER INSERT ON messages_%s
                         DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
                         WHEN (NEW.text = ''fail late'') EXECUTE FUNCTION misbehave()', lpad(part::text, 2, '0'));
                END LOOP;
            END $f$
            """
        );
        _network = new TcpProxy(database.ConnectionString);
        _rig = await StorageRig.OpenAsync(database.ConnectionString);
        _behindNetwork = await StorageRig.OpenAsync(
            _network.ConnectionString,
            options => options with { Lanes = 1, LanePlanets = 200 }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _behindNetwork.DisposeAsync();
        await _rig.DisposeAsync();
        await _network.DisposeAsync();
    }

    [Theory]
    [InlineData("refuse")]
    [InlineData("fail late")]
    [InlineData("a \0 in the text")]
    [InlineData("a lone surrogate")]
    public async Task A_failing_row_fails_its_own_planet_and_leaves_100_others_in_its_batch_unharmed(string text)
    {
        // An attribute cannot hold one.
        text = text.Replace("surrogate", "\uD800", StringComparison.Ordinal);
        var planets = await _rig.PlanetsAsync(101);
        var bad = planets[50];

        var outcomes = await _behindNetwork.TogetherAsync([
            .. planets.Select(planet => planet == bad ? planet.Send("good", text) : planet.Send("good", "too")),
        ]);

        Assert.IsType<BatchOutcome.Failed>(outcomes[50]);
        Assert.Equal(100, outcomes.Count(outcome => outcome is BatchOutcome.Committed));
        foreach (var planet in planets)
        {
            await _rig.AssertDenseAsync(planet.Id, planet == bad ? 0 : 2);
        }
    }

    [Fact]
    public async Task A_commit_whose_answer_was_cut_off_is_unknown_and_the_claim_waits_for_it_and_finds_it()
    {
        var planet = await _rig.PlanetAsync();
        await using var stalling = await _rig.Databases.Primary.OpenConnectionAsync(Cancellation);
        await ExecuteAsync(stalling, $"SELECT pg_advisory_lock({Stall})");
        var write = _behindNetwork.Writer.WriteAsync(planet.Send("stall"), Cancellation);
        await WaitersAsync(1);

        _network.Cut();
        Assert.IsType<BatchOutcome.Unknown>(await write);
        // What a plain look shows now is not yet the truth.
        await _rig.AssertDenseAsync(planet.Id, 0);
        var claim = _rig.Planets.ClaimAsync(planet.Id, Cancellation);
        await WaitersAsync(2);
        Assert.False(claim.IsCompleted);

        await ExecuteAsync(stalling, $"SELECT pg_advisory_unlock({Stall})");
        var claimed = await claim;
        Assert.Equal((planet.Epoch + 1, 1, 2), (claimed!.Epoch, claimed.HeadSeq, claimed.HeadRev));
        Assert.NotNull(await _rig.Messages.FindKeyAsync(planet.Id, planet.Owner, "k1", Cancellation));
        await _rig.AssertDenseAsync(planet.Id, 1);
    }

    [Fact]
    public async Task A_backend_that_dies_in_the_transaction_is_unknown_and_the_claim_finds_nothing_written()
    {
        var planet = await _rig.PlanetAsync();
        await using var stalling = await _rig.Databases.Primary.OpenConnectionAsync(Cancellation);
        await ExecuteAsync(stalling, $"SELECT pg_advisory_lock({Stall})");
        var write = _rig.Writer.WriteAsync(planet.Send("stall"), Cancellation);
        await WaitersAsync(1);
        var claim = _rig.Planets.ClaimAsync(planet.Id, Cancellation);
        await WaitersAsync(2);

        await ExecuteAsync(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event = 'advisory'
            """
        );
        Assert.IsType<BatchOutcome.Unknown>(await write);

        Assert.Equal((planet.Epoch + 1, 0), ((await claim)!.Epoch, (await claim)!.HeadSeq));
        Assert.Null(await _rig.Messages.FindKeyAsync(planet.Id, planet.Owner, "k1", Cancellation));
        await ExecuteAsync(stalling, $"SELECT pg_advisory_unlock({Stall})");
        await _rig.AssertDenseAsync(planet.Id, 0);
    }

    [Fact]
    public async Task A_transaction_that_takes_too_long_is_unknown_and_the_lane_goes_on()
    {
        await using var hasty = await StorageRig.OpenAsync(
            database.ConnectionString,
            options => options with { Lanes = 1, CommandTimeout = TimeSpan.FromSeconds(1) }
        );
        var slow = await _rig.PlanetAsync();
        var next = await _rig.PlanetAsync();
        await using var stalling = await _rig.Databases.Primary.OpenConnectionAsync(Cancellation);
        await ExecuteAsync(stalling, $"SELECT pg_advisory_lock({Stall})");

        Assert.IsType<BatchOutcome.Unknown>(await hasty.Writer.WriteAsync(slow.Send("stall"), Cancellation));
        Assert.Equal(new BatchOutcome.Committed(), await hasty.Writer.WriteAsync(next.Send("next"), Cancellation));

        await ExecuteAsync(stalling, $"SELECT pg_advisory_unlock({Stall})");
    }

    [Fact]
    public async Task A_claim_that_comes_first_fences_the_transaction_that_waits_behind_it()
    {
        var planet = await _rig.PlanetAsync();
        await using var claiming = await _rig.Databases.Primary.OpenConnectionAsync(Cancellation);
        await ExecuteAsync(claiming, $"BEGIN; UPDATE planets SET epoch = epoch + 1 WHERE id = {planet.Id}");
        var write = _rig.Writer.WriteAsync(planet.Send("stale"), Cancellation);
        await WaitersAsync(1);

        await ExecuteAsync(claiming, "COMMIT");

        Assert.IsType<BatchOutcome.Fenced>(await write);
        await _rig.AssertDenseAsync(planet.Id, 0);
    }

    [Fact]
    public async Task With_PostgreSQL_away_batches_fail_at_once_and_afterwards_the_lane_recovers_by_itself()
    {
        var planets = new[] { await _rig.PlanetAsync(), await _rig.PlanetAsync() };
        await _behindNetwork.WriteAsync(planets[0].Send("before"));

        _network.Away();
        // The connection that was there is found lost only when it is used.
        Assert.IsType<BatchOutcome.Unknown>(
            await _behindNetwork.Writer.WriteAsync(planets[1].Copy().Send("lost"), Cancellation)
        );
        Assert.Equal(
            new BatchOutcome.Failed("unavailable"),
            await _behindNetwork.Writer.WriteAsync(planets[0].Copy().Send("refused"), Cancellation)
        );

        _network.Restore();
        await _behindNetwork.WriteAsync(planets[0].Send("after"));
        await _rig.AssertDenseAsync(planets[0].Id, 2);
        await _rig.AssertDenseAsync(planets[1].Id, 0);
    }

    [Fact]
    public async Task While_one_planet_of_a_transaction_that_was_split_hangs_all_others_are_told()
    {
        await using var patient = await SilentAfterAsync(TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(10));
        var planets = await _rig.PlanetsAsync(3);
        var silent = planets.Select(_ => new TaskCompletionSource()).ToArray();
        await using var stalling = await _rig.Databases.Primary.OpenConnectionAsync(Cancellation);
        await ExecuteAsync(stalling, $"SELECT pg_advisory_lock({Stall})");

        // In their order: the first one breaks the transaction before the second one hangs in it.
        var outcomes = patient.TogetherAsync(
            (planets[0].Send("refuse"), silent[0]),
            (planets[1].Send("stall"), silent[1]),
            (planets[2].Send("good"), silent[2])
        );
        await WaitersAsync(1);
        await Task.WhenAll(silent[1].Task, silent[2].Task).WaitAsync(_patience, Cancellation);

        await ExecuteAsync(stalling, $"SELECT pg_advisory_unlock({Stall})");
        Assert.IsType<BatchOutcome.Failed>((await outcomes)[0]);
        Assert.All((await outcomes)[1..], outcome => Assert.IsType<BatchOutcome.Committed>(outcome));
        await _rig.AssertDenseAsync(planets[2].Id, 1);
    }

    [Fact]
    public async Task While_PostgreSQL_does_not_say_why_a_planet_was_not_written_who_waits_is_told()
    {
        await using var patient = await SilentAfterAsync(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(4));
        var stale = await _rig.PlanetAsync();
        await _rig.ClaimAsync(stale.Id, stale.Owner);
        var silent = new TaskCompletionSource();
        await using var messages = await PostgresHold.TakeAsync(
            database.Source,
            "LOCK TABLE messages IN ACCESS EXCLUSIVE MODE"
        );

        // It writes no message, so the lock holds up nothing but the look.
        var write = patient.Writer.WriteAsync(stale.Batch([], [stale.Event(EventKind.Planet)]), silent, Cancellation);
        await silent.Task.WaitAsync(_patience, Cancellation);

        Assert.Equal(new BatchOutcome.Failed("unavailable"), await write.WaitAsync(_patience, Cancellation));
    }

    [Fact]
    public async Task Who_comes_in_the_moment_in_which_a_lane_falls_silent_is_told_too()
    {
        await using var patient = await SilentAfterAsync(TimeSpan.FromMilliseconds(20), TimeSpan.FromMinutes(10));
        var planets = await _rig.PlanetsAsync(3);
        var moments = 0;
        while (moments < 15)
        {
            var held = await _rig.PlanetAsync();
            await using var hold = await PostgresHold.TakeAsync(
                database.Source,
                $"SELECT FROM planets WHERE id = {held.Id} FOR UPDATE"
            );
            var silent = new TaskCompletionSource();
            var write = patient.Writer.WriteAsync(held.Send("held"), silent, Cancellation);
            var settled = Task.WhenAny(silent.Task, write);
            await Task.WhenAll(
                planets.Select(planet => Task.Run(() => KeepSendingAsync(patient, planet, settled), Cancellation))
            );
            // It may have come while the lane was still silent about what was handed in before.
            moments += silent.Task.IsCompleted ? 1 : 0;
            await hold.RollbackAsync();
            await write;
        }
    }

    // Everybody has to be told before the hold is ended.
    private static async Task KeepSendingAsync(StorageRig rig, PlanetScript planet, Task settled)
    {
        var told = new List<Task>();
        var batch = planet.Copy().Send("meanwhile");
        while (!settled.IsCompleted && told.Count < 200_000)
        {
            var own = new TaskCompletionSource();
            told.Add(Task.WhenAny(rig.Writer.WriteAsync(batch, own, Cancellation), own.Task));
        }
        await Task.WhenAll(told).WaitAsync(_patience, Cancellation);
    }

    /// <summary>A rig of one lane whose pools have all the time there is.</summary>
    private Task<StorageRig> SilentAfterAsync(TimeSpan silent, TimeSpan timeout) =>
        StorageRig.OpenAsync(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { CommandTimeout = 600 }.ConnectionString,
            options => options with { Lanes = 1, SilentAfter = silent, CommandTimeout = timeout }
        );

    /// <summary>Waits until so many sessions of this database wait for a lock.</summary>
    private async Task WaitersAsync(long count)
    {
        await using var command = database.Source.CreateCommand(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'
            """
        );
        await Eventually.TrueAsync(async () => (long)(await command.ExecuteScalarAsync(Cancellation))! == count);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = database.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static async Task ExecuteAsync(Npgsql.NpgsqlConnection connection, string sql)
    {
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
