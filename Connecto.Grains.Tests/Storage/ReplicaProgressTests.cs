using Connecto.Storage.Replicas;
using NpgsqlTypes;

namespace Connecto.Grains.Tests.Storage;

/// <summary>Up to which moment a replica has everything.</summary>
[Trait("Runtime", "Either")]
public sealed class ReplicaProgressTests
{
    private readonly ReplicaProgress _progress = new();

    [Fact]
    public void A_replica_has_what_lies_before_where_the_primary_was()
    {
        Add(at: 10, primary: 100, replica: 90);
        Assert.Null(_progress.CaughtUpTo);
        Assert.Equal(10, _progress.BehindSince);

        Add(at: 20, primary: 200, replica: 150);
        Assert.Equal(10, _progress.CaughtUpTo);
        Assert.Equal(10, _progress.BehindSince);

        Add(at: 30, primary: 200, replica: 200);
        Assert.Equal(30, _progress.CaughtUpTo);
        Assert.Null(_progress.BehindSince);
    }

    [Fact]
    public void An_idle_primary_makes_no_replica_late()
    {
        for (var at = 1; at <= 1_000; at++)
        {
            Add(at, primary: 100, replica: 100);
            Assert.Equal(at, _progress.CaughtUpTo);
        }
    }

    [Fact]
    public void One_that_stands_still_has_no_more_however_long_it_stands()
    {
        Add(at: 1, primary: 100, replica: 100);
        for (var at = 2; at <= 1_000; at++)
        {
            Add(at, primary: (ulong)(100 + at), replica: 100);
        }
        Assert.Equal(1, _progress.CaughtUpTo);

        Add(at: 1_001, primary: 2_000, replica: 1_100);
        Assert.InRange(_progress.CaughtUpTo!.Value, 2, 1_000);
        // Of so many moments not all were kept: the next ones take its measure again.
        Add(at: 1_002, primary: 2_000, replica: 2_000);
        Assert.Equal(1_002, _progress.CaughtUpTo);
    }

    [Fact]
    public void What_was_known_of_one_that_was_away_means_nothing_any_more()
    {
        Add(at: 1, primary: 100, replica: 100);
        _progress.Forget();
        Assert.Null(_progress.CaughtUpTo);

        Add(at: 2, primary: 100, replica: 50);
        Assert.Null(_progress.CaughtUpTo);
    }

    private void Add(long at, ulong primary, ulong replica) =>
        _progress.Add(at, new NpgsqlLogSequenceNumber(primary), new NpgsqlLogSequenceNumber(replica));
}
