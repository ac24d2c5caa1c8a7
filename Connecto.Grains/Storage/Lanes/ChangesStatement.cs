using Connecto.Ids;
using NpgsqlTypes;

namespace Connecto.Storage.Lanes;

/// <summary>
/// Brings messages to their new state: those of earlier transactions, and those few that were changed in the batch that
/// sent them.
/// </summary>
internal sealed class ChangesStatement : LaneStatement
{
    private const string Sql = $$"""
        UPDATE messages m SET rev = c.rev, text = c.text, edited_at = c.edited_at, deleted_at = c.deleted_at,
            pinned_at = c.pinned_at
        FROM unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::text[], $7::timestamptz[], $8::timestamptz[],
                    $9::timestamptz[])
            AS c (planet_id, seq, rev, text, edited_at, deleted_at, pinned_at)
        WHERE m.planet_id = c.planet_id AND m.seq = c.seq AND (c.planet_id IN {{Matched}}) IS TRUE
        """;

    private readonly Column<long> _planet = new(NpgsqlDbType.Bigint);
    private readonly Column<long> _seq = new(NpgsqlDbType.Bigint);
    private readonly Column<long> _rev = new(NpgsqlDbType.Bigint);
    private readonly Column<string?> _text = new(NpgsqlDbType.Text);
    private readonly Column<DateTime?> _editedAt = new(NpgsqlDbType.TimestampTz);
    private readonly Column<DateTime?> _deletedAt = new(NpgsqlDbType.TimestampTz);
    private readonly Column<DateTime?> _pinnedAt = new(NpgsqlDbType.TimestampTz);

    public ChangesStatement(Column<long> planets)
        : base(Sql) =>
        Bind(
            planets,
            _planet.Parameter(),
            _seq.Parameter(),
            _rev.Parameter(),
            _text.Parameter(),
            _editedAt.Parameter(),
            _deletedAt.Parameter(),
            _pinnedAt.Parameter()
        );

    public override bool HasRows => _planet.Values.Count > 0;

    public override void Clear()
    {
        _planet.Values.Clear();
        _seq.Values.Clear();
        _rev.Values.Clear();
        _text.Values.Clear();
        _editedAt.Values.Clear();
        _deletedAt.Values.Clear();
        _pinnedAt.Values.Clear();
    }

    public override void Add(PlanetBatch batch)
    {
        foreach (var message in batch.ChangedMessages)
        {
            Add(batch.PlanetId, message.Seq, message.Rev, message.Text);
            AddTimes(message.EditedAt, message.DeletedAt, message.PinnedAt);
        }
        foreach (var message in batch.NewMessages)
        {
            if (
                message.Rev != message.PostedRev
                || (message.EditedAt ?? message.DeletedAt ?? message.PinnedAt) is not null
            )
            {
                Add(batch.PlanetId, message.Seq, message.Rev, message.Text);
                AddTimes(message.EditedAt, message.DeletedAt, message.PinnedAt);
            }
        }
    }

    private void Add(Snowflake planetId, long seq, long rev, string? text)
    {
        _planet.Add(planetId.Value);
        _seq.Add(seq);
        _rev.Add(rev);
        _text.Add(text);
    }

    private void AddTimes(DateTimeOffset? editedAt, DateTimeOffset? deletedAt, DateTimeOffset? pinnedAt)
    {
        _editedAt.Add(editedAt?.UtcDateTime);
        _deletedAt.Add(deletedAt?.UtcDateTime);
        _pinnedAt.Add(pinnedAt?.UtcDateTime);
    }
}
