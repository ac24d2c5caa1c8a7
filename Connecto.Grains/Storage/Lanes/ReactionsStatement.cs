using NpgsqlTypes;

namespace Connecto.Storage.Lanes;

/// <summary>Adds and takes away reactions. Each is named at most once.</summary>
internal sealed class ReactionsStatement : LaneStatement
{
    private const string Sql = $$"""
        WITH changed AS MATERIALIZED (
            SELECT * FROM unnest($3::bigint[], $4::bigint[], $5::text[], $6::bigint[], $7::bigint[], $8::boolean[])
                AS c (planet_id, seq, emoji, user_id, rev, is_on)
            WHERE (c.planet_id IN {{Matched}}) IS TRUE
        ), gone AS (
            DELETE FROM message_reactions r USING changed c
            WHERE r.planet_id = c.planet_id AND r.seq = c.seq AND r.emoji = c.emoji AND r.user_id = c.user_id
              AND NOT c.is_on
        )
        INSERT INTO message_reactions (planet_id, seq, emoji, user_id, rev)
        SELECT planet_id, seq, emoji, user_id, rev FROM changed WHERE is_on
        ON CONFLICT (planet_id, seq, emoji, user_id) DO UPDATE SET rev = EXCLUDED.rev
        """;

    private readonly Column<long> _planet = new(NpgsqlDbType.Bigint);
    private readonly Column<long> _seq = new(NpgsqlDbType.Bigint);
    private readonly Column<string> _emoji = new(NpgsqlDbType.Text);
    private readonly Column<long> _user = new(NpgsqlDbType.Bigint);
    private readonly Column<long> _rev = new(NpgsqlDbType.Bigint);
    private readonly Column<bool> _on = new(NpgsqlDbType.Boolean);

    public ReactionsStatement(Column<long> planets)
        : base(Sql) =>
        Bind(
            planets,
            _planet.Parameter(),
            _seq.Parameter(),
            _emoji.Parameter(),
            _user.Parameter(),
            _rev.Parameter(),
            _on.Parameter()
        );

    public override bool HasRows => _planet.Values.Count > 0;

    public override void Clear()
    {
        _planet.Values.Clear();
        _seq.Values.Clear();
        _emoji.Values.Clear();
        _user.Values.Clear();
        _rev.Values.Clear();
        _on.Values.Clear();
    }

    public override void Add(PlanetBatch batch)
    {
        foreach (var reaction in batch.Reactions)
        {
            _planet.Add(batch.PlanetId.Value);
            _seq.Add(reaction.Seq);
            _emoji.Add(reaction.Emoji);
            _user.Add(reaction.UserId.Value);
            _rev.Add(reaction.Rev);
            _on.Add(reaction.On);
        }
    }
}
