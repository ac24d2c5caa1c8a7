using Connecto.Ids;
using Connecto.Jobs;
using Connecto.Tests.Support;

namespace Connecto.Tests.Jobs;

public sealed class JobStoreTests(FreshDatabase database) : IClassFixture<FreshDatabase>
{
    private static readonly DateTimeOffset _start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_fails_again_and_again_comes_behind_what_was_never_tried_and_is_tried_at_most_every_5_minutes()
    {
        await using var rig = await StorageRig.OpenAsync(database.ConnectionString);
        var time = new ManualTime(_start);
        var jobs = new JobStore(rig.Databases, time);
        var (stuck, next) = (await AddAsync(jobs, rig, _start), await AddAsync(jobs, rig, _start.AddSeconds(1)));

        Assert.Equal([stuck], await jobs.TakeDueAsync(1, Cancellation));
        time.Now = _start.AddSeconds(5);
        Assert.Equal([next], await jobs.TakeDueAsync(1, Cancellation));
        await jobs.RemoveAsync(next);

        var waits = new List<double>();
        for (var (last, tries) = (_start, 0); tries < 8; tries++)
        {
            while ((await jobs.TakeDueAsync(1, Cancellation)).Count == 0)
            {
                time.Now += TimeSpan.FromSeconds(5);
            }
            waits.Add((time.Now - last).TotalSeconds);
            last = time.Now;
        }
        Assert.Equal([5, 10, 20, 40, 80, 160, 300, 300], waits);
    }

    private static async Task<Snowflake> AddAsync(JobStore jobs, StorageRig rig, DateTimeOffset dueAt)
    {
        var id = rig.Ids.Next();
        await using (var batch = rig.Databases.Primary.CreateBatch())
        {
            jobs.Add(batch, new Job(id, JobKind.LeaveAll, UserId: id, TravelId: null));
            await batch.ExecuteNonQueryAsync(Cancellation);
        }
        await using var command = rig.Databases.Primary.CreateCommand("UPDATE jobs SET next_try_at = $1 WHERE id = $2");
        command.Parameters.AddWithValue(dueAt);
        command.Parameters.AddWithValue(id.Value);
        await command.ExecuteNonQueryAsync(Cancellation);
        return id;
    }
}
