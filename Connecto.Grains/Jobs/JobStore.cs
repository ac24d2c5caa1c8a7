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
            "INSERT INTO jobs (id, kind, user_id, travel_id, other_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
            job.Id.Value,
            (short)job.Kind,
            job.UserId?.Value,
            job.TravelId?.Value,
            job.OtherId?.Value,
            time.GetUtcNow()
        );

    /// <summary>The job, or null where it is done.</summary>
    public async Task<Job?> FindAsync(Snowflake id)
    {
        await using var command = databases.Primary.Command(
            "SELECT id, kind, user_id, travel_id, other_id FROM jobs WHERE id = $1",
            id.Value
        );
        var jobs = await command.RowsAsync(row => new Job(
            row.Id(0),
            (JobKind)row.GetInt16(1),
            IdOrNull(row, 2),
            IdOrNull(row, 3)
        )
        {
            OtherId = IdOrNull(row, 4),
        });
        return jobs.SingleOrDefault();
    }

    /// <summary>
    /// Takes jobs whose next try is due, the longest due first, and puts off the one after that: by 5 s after the
    /// first, twice as long after each, at most by 5 minutes. So one that fails again and again comes behind those that
    /// were never tried, whatever ends the try, and of several callers each takes others.
    /// </summary>
    public async Task<List<Snowflake>> TakeDueAsync(int limit, CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            """
            UPDATE jobs SET
                tries = tries + 1,
                next_try_at = $1 + least(interval '5 s' * 2 ^ least(tries, 10), interval '5 min')
            WHERE id IN (
                SELECT id FROM jobs WHERE next_try_at <= $1 ORDER BY next_try_at LIMIT $2 FOR UPDATE SKIP LOCKED
            )
            RETURNING id
            """,
            time.GetUtcNow(),
            limit
        );
        return await command.RowsAsync(row => row.Id(0), cancellation);
    }

    /// <summary>The planets in which the job has something left to do.</summary>
    public async Task<List<JobPlanet>> PlanetsAsync(Job job)
    {
        await using var command = databases.Primary.Command(PlanetsOf(job.Kind), job.Id.Value);
        return await command.RowsAsync(row => new JobPlanet(row.Id(0), row.TimeOrNull(1)));
    }

    private static string PlanetsOf(JobKind kind) =>
        kind switch
        {
            JobKind.CloseTravel => """
                SELECT p.id, NULL::timestamptz FROM jobs j JOIN planets p ON p.travel_id = j.travel_id
                WHERE j.id = $1 AND p.deleted_at IS NULL
                """,
            // Who takes part again, and joined since, stays. While he takes no part no clock is asked: that of the
            // planet and that of the job can differ.
            JobKind.LeaveTravel => """
                SELECT m.planet_id, m.joined_at FROM jobs j
                JOIN planet_members m ON m.user_id = j.user_id AND m.status = 0
                JOIN planets p ON p.id = m.planet_id AND p.travel_id = j.travel_id AND p.deleted_at IS NULL
                WHERE j.id = $1 AND (m.joined_at < j.created_at OR NOT EXISTS (
                    SELECT FROM travel_members t
                    WHERE t.travel_id = j.travel_id AND t.user_id = j.user_id AND t.left_at IS NULL
                ))
                """,
            JobKind.Block => """
                SELECT d.planet_id, NULL::timestamptz FROM jobs j
                JOIN direct_planets d ON d.low_user_id = least(j.user_id, j.other_id)
                    AND d.high_user_id = greatest(j.user_id, j.other_id)
                WHERE j.id = $1
                """,
            // Each half has an index of its own.
            _ => """
                SELECT m.planet_id, NULL::timestamptz FROM jobs j
                JOIN planet_members m ON m.user_id = j.user_id AND m.status = 0
                JOIN planets p ON p.id = m.planet_id AND p.deleted_at IS NULL
                WHERE j.id = $1
                UNION ALL
                SELECT m.planet_id, NULL FROM jobs j
                JOIN planet_members m ON m.user_id = j.user_id AND m.status <> 0
                JOIN planets p ON p.id = m.planet_id AND p.deleted_at IS NULL
                WHERE j.id = $1
                """,
        };

    public async Task RemoveAsync(Snowflake id)
    {
        await using var command = databases.Primary.Command("DELETE FROM jobs WHERE id = $1", id.Value);
        await command.ChangeAsync();
    }

    private static Snowflake? IdOrNull(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.Id(column);
}
