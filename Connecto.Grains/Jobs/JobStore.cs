using Connecto.Ids;
using Connecto.Storage;
using Npgsql;

namespace Connecto.Jobs;

/// <summary>Jobs in PostgreSQL. A job is written in the transaction of the change that calls for it.</summary>
public sealed class JobStore(Databases databases, TimeProvider time)
{
    /// <summary>The statement that writes a job, as part of a batch.</summary>
    public void Add(NpgsqlBatch batch, Job job) =>
        batch.Add(
            "INSERT INTO jobs (id, kind, user_id, travel_id, created_at) VALUES ($1, $2, $3, $4, $5)",
            job.Id.Value,
            (short)job.Kind,
            job.UserId?.Value,
            job.TravelId?.Value,
            time.GetUtcNow()
        );

    /// <summary>The job, or null where it is done.</summary>
    public async Task<Job?> FindAsync(Snowflake id)
    {
        await using var command = databases.Primary.Command(
            "SELECT id, kind, user_id, travel_id FROM jobs WHERE id = $1",
            id.Value
        );
        var jobs = await command.RowsAsync(row => new Job(
            row.Id(0),
            (JobKind)row.GetInt16(1),
            row.IsDBNull(2) ? null : row.Id(2),
            row.IsDBNull(3) ? null : row.Id(3)
        ));
        return jobs.SingleOrDefault();
    }

    /// <summary>Jobs that were written more than <paramref name="age"/> ago, the oldest first.</summary>
    public async Task<List<Snowflake>> OverdueAsync(TimeSpan age, int limit, CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            "SELECT id FROM jobs WHERE created_at < $1 ORDER BY id LIMIT $2",
            time.GetUtcNow() - age,
            limit
        );
        return await command.RowsAsync(row => row.Id(0), cancellation);
    }

    /// <summary>The planets in which the job has something left to do.</summary>
    public async Task<List<Snowflake>> PlanetsAsync(Job job)
    {
        await using var command =
            job.Kind == JobKind.CloseTravel
                ? databases.Primary.Command(
                    "SELECT id FROM planets WHERE travel_id = $1 AND deleted_at IS NULL",
                    job.TravelId?.Value
                )
                : databases.Primary.Command(
                    """
                    SELECT m.planet_id FROM planet_members m JOIN planets p ON p.id = m.planet_id
                    WHERE m.user_id = $1 AND m.status = 0 AND p.deleted_at IS NULL
                      AND ($2::bigint IS NULL OR p.travel_id = $2)
                    """,
                    job.UserId?.Value,
                    job.TravelId?.Value
                );
        return await command.RowsAsync(row => row.Id(0));
    }

    public async Task RemoveAsync(Snowflake id)
    {
        await using var command = databases.Primary.Command("DELETE FROM jobs WHERE id = $1", id.Value);
        await command.ExecuteNonQueryAsync();
    }
}
