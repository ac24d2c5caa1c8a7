using NpgsqlTypes;

namespace Connecto.Storage.Lanes;

/// <summary>Brings planets themselves to their new state.</summary>
internal sealed class PlanetsStatement : LaneStatement
{
    private const string Sql = $$"""
        UPDATE planets p
        SET name = n.name, member_count = n.member_count, slow_mode_seconds = n.slow_mode_seconds,
            read_receipts = n.read_receipts, history_visible = n.history_visible,
            edit_window_seconds = n.edit_window_seconds, archived_at = n.archived_at,
            deleted_at = n.deleted_at
        FROM unnest($3::bigint[], $4::text[], $5::integer[], $6::integer[], $7::boolean[], $8::boolean[],
                    $9::integer[], $10::timestamptz[], $11::timestamptz[])
            AS n (planet_id, name, member_count, slow_mode_seconds, read_receipts, history_visible,
                  edit_window_seconds, archived_at, deleted_at)
        WHERE p.id = n.planet_id AND (n.planet_id IN {{Matched}}) IS TRUE
        """;

    private readonly Column<long> _planet = new(NpgsqlDbType.Bigint);
    private readonly Column<string> _name = new(NpgsqlDbType.Text);
    private readonly Column<int> _memberCount = new(NpgsqlDbType.Integer);
    private readonly Column<int> _slowMode = new(NpgsqlDbType.Integer);
    private readonly Column<bool> _readReceipts = new(NpgsqlDbType.Boolean);
    private readonly Column<bool> _historyVisible = new(NpgsqlDbType.Boolean);
    private readonly Column<int> _editWindow = new(NpgsqlDbType.Integer);
    private readonly Column<DateTime?> _archivedAt = new(NpgsqlDbType.TimestampTz);
    private readonly Column<DateTime?> _deletedAt = new(NpgsqlDbType.TimestampTz);

    public PlanetsStatement(Column<long> planets)
        : base(Sql) =>
        Bind(
            planets,
            _planet.Parameter(),
            _name.Parameter(),
            _memberCount.Parameter(),
            _slowMode.Parameter(),
            _readReceipts.Parameter(),
            _historyVisible.Parameter(),
            _editWindow.Parameter(),
            _archivedAt.Parameter(),
            _deletedAt.Parameter()
        );

    public override bool HasRows => _planet.Values.Count > 0;

    public override void Clear()
    {
        _planet.Values.Clear();
        _name.Values.Clear();
        _memberCount.Values.Clear();
        _slowMode.Values.Clear();
        _readReceipts.Values.Clear();
        _historyVisible.Values.Clear();
        _editWindow.Values.Clear();
        _archivedAt.Values.Clear();
        _deletedAt.Values.Clear();
    }

    public override void Add(PlanetBatch batch)
    {
        if (batch.Planet is not { } planet)
        {
            return;
        }
        _planet.Add(batch.PlanetId.Value);
        _name.Add(planet.Name);
        _memberCount.Add(planet.MemberCount);
        _slowMode.Add(planet.Settings.SlowModeSeconds);
        _readReceipts.Add(planet.Settings.ReadReceipts);
        _historyVisible.Add(planet.Settings.HistoryVisible);
        _editWindow.Add(planet.Settings.EditWindowSeconds);
        _archivedAt.Add(planet.ArchivedAt?.UtcDateTime);
        _deletedAt.Add(planet.DeletedAt?.UtcDateTime);
    }
}
