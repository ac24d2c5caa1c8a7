using Connecto.Ids;
using Npgsql;

namespace Connecto.Storage.Lanes;

/// <summary>
/// Why planets did not match in a fence: another activation claimed or changed them, or some of their new keys exist.
/// Nothing was written for them in either case.
/// </summary>
internal sealed class LostPlanets
{
    private readonly Dictionary<long, (long Epoch, long HeadRev)> _heads = [];
    private readonly Dictionary<long, List<StoredKey>> _keys = [];

    public BatchOutcome Judge(PlanetBatch batch)
    {
        var asBelieved =
            _heads.TryGetValue(batch.PlanetId.Value, out var head)
            && head.Epoch == batch.Epoch
            && head.HeadRev == batch.RevBefore;
        return asBelieved && _keys.TryGetValue(batch.PlanetId.Value, out var keys)
            ? new BatchOutcome.Duplicates(keys)
            : new BatchOutcome.Fenced();
    }

    public static async Task<LostPlanets> ReadAsync(
        NpgsqlConnection connection,
        IReadOnlyList<PendingBatch> planets,
        CancellationToken cancellation
    )
    {
        var lost = new LostPlanets();
        await lost.ReadHeadsAsync(connection, planets, cancellation);
        await lost.ReadKeysAsync(connection, planets, cancellation);
        return lost;
    }

    private async Task ReadHeadsAsync(
        NpgsqlConnection connection,
        IReadOnlyList<PendingBatch> planets,
        CancellationToken cancellation
    )
    {
        await using var command = connection.Command(
            "SELECT id, epoch, head_rev FROM planets WHERE id = ANY($1) AND deleted_at IS NULL",
            planets.Select(pending => pending.Batch.PlanetId.Value).ToArray()
        );
        foreach (
            var (id, head) in await command.RowsAsync(
                row => (row.GetInt64(0), (row.GetInt64(1), row.GetInt64(2))),
                cancellation
            )
        )
        {
            _heads.Add(id, head);
        }
    }

    private async Task ReadKeysAsync(
        NpgsqlConnection connection,
        IReadOnlyList<PendingBatch> planets,
        CancellationToken cancellation
    )
    {
        var sent = planets
            .SelectMany(pending => pending.Batch.NewMessages.Select(row => (pending.Batch.PlanetId, Row: row)))
            .ToArray();
        await using var command = connection.Command(
            """
            SELECT k.planet_id, m.sender_id, m.client_message_id, m.id, m.seq, m.posted_rev, m.created_at,
                   m.request_hash
            FROM unnest($1::bigint[], $2::bigint[], $3::text[]) AS k (planet_id, sender_id, client_message_id)
            CROSS JOIN LATERAL (
                SELECT * FROM messages m
                WHERE m.planet_id = k.planet_id AND m.sender_id = k.sender_id
                  AND m.client_message_id = k.client_message_id
                LIMIT 1
            ) m
            """,
            sent.Select(key => key.PlanetId.Value).ToArray(),
            sent.Select(key => key.Row.SenderId.Value).ToArray(),
            sent.Select(key => key.Row.ClientMessageId).ToArray()
        );
        foreach (
            var (planetId, key) in await command.RowsAsync(
                row => (row.GetInt64(0), MessageStore.ReadKey(row, 1)),
                cancellation
            )
        )
        {
            if (!_keys.TryGetValue(planetId, out var keys))
            {
                _keys.Add(planetId, keys = []);
            }
            keys.Add(key);
        }
    }
}
