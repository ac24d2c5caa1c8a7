using System.Text;
using NpgsqlTypes;

namespace Connecto.Storage.Lanes;

/// <summary>Inserts new messages with their keys.</summary>
internal sealed class MessagesStatement : LaneStatement
{
    // Arrays of differing lengths cannot be columns of an unnest, so mentions travel as text.
    private const string Sql = $$"""
        INSERT INTO messages (planet_id, seq, id, rev, posted_rev, sender_id, reply_to_seq, created_at, edited_at,
                              deleted_at, pinned_at, type, client_message_id, request_hash, mentions, mentions_all, text)
        SELECT m.planet_id, m.seq, m.id, m.rev, m.posted_rev, m.sender_id, m.reply_to_seq, m.created_at, m.edited_at,
               m.deleted_at, m.pinned_at, m.type, m.client_message_id, m.request_hash,
               COALESCE(m.mentions::bigint[], '{}'), m.mentions_all, m.text
        FROM unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[],
                    $10::timestamptz[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[], $14::smallint[],
                    $15::text[], $16::bytea[], $17::text[], $18::boolean[], $19::text[])
            AS m (planet_id, seq, id, rev, posted_rev, sender_id, reply_to_seq, created_at, edited_at,
                  deleted_at, pinned_at, type, client_message_id, request_hash, mentions, mentions_all, text)
        WHERE (m.planet_id IN {{Matched}}) IS TRUE
        """;

    private readonly Column<long> _seq = new(NpgsqlDbType.Bigint);
    private readonly Column<long> _id = new(NpgsqlDbType.Bigint);
    private readonly Column<long> _rev = new(NpgsqlDbType.Bigint);
    private readonly Column<long> _postedRev = new(NpgsqlDbType.Bigint);
    private readonly Column<long?> _replyTo = new(NpgsqlDbType.Bigint);
    private readonly Column<DateTime> _createdAt = new(NpgsqlDbType.TimestampTz);
    private readonly Column<DateTime?> _editedAt = new(NpgsqlDbType.TimestampTz);
    private readonly Column<DateTime?> _deletedAt = new(NpgsqlDbType.TimestampTz);
    private readonly Column<DateTime?> _pinnedAt = new(NpgsqlDbType.TimestampTz);
    private readonly Column<short> _type = new(NpgsqlDbType.Smallint);
    private readonly Column<byte[]> _hash = new(NpgsqlDbType.Bytea);
    private readonly Column<string?> _mentions = new(NpgsqlDbType.Text);
    private readonly Column<bool> _mentionsAll = new(NpgsqlDbType.Boolean);
    private readonly Column<string?> _text = new(NpgsqlDbType.Text);

    public MessagesStatement(Column<long> planets)
        : base(Sql) =>
        Bind(
            planets,
            Planet.Parameter(),
            _seq.Parameter(),
            _id.Parameter(),
            _rev.Parameter(),
            _postedRev.Parameter(),
            Sender.Parameter(),
            _replyTo.Parameter(),
            _createdAt.Parameter(),
            _editedAt.Parameter(),
            _deletedAt.Parameter(),
            _pinnedAt.Parameter(),
            _type.Parameter(),
            Key.Parameter(),
            _hash.Parameter(),
            _mentions.Parameter(),
            _mentionsAll.Parameter(),
            _text.Parameter()
        );

    public Column<long> Planet { get; } = new(NpgsqlDbType.Bigint);

    public Column<long> Sender { get; } = new(NpgsqlDbType.Bigint);

    public Column<string> Key { get; } = new(NpgsqlDbType.Text);

    public override bool HasRows => Planet.Values.Count > 0;

    public override void Clear()
    {
        Planet.Values.Clear();
        _seq.Values.Clear();
        _id.Values.Clear();
        _rev.Values.Clear();
        _postedRev.Values.Clear();
        Sender.Values.Clear();
        _replyTo.Values.Clear();
        _createdAt.Values.Clear();
        _editedAt.Values.Clear();
        _deletedAt.Values.Clear();
        _pinnedAt.Values.Clear();
        _type.Values.Clear();
        Key.Values.Clear();
        _hash.Values.Clear();
        _mentions.Values.Clear();
        _mentionsAll.Values.Clear();
        _text.Values.Clear();
    }

    public override void Add(PlanetBatch batch)
    {
        foreach (var message in batch.NewMessages)
        {
            Planet.Add(batch.PlanetId.Value);
            _seq.Add(message.Seq);
            _id.Add(message.Id.Value);
            _rev.Add(message.Rev);
            _postedRev.Add(message.PostedRev);
            Sender.Add(message.SenderId.Value);
            _replyTo.Add(message.ReplyToSeq);
            _createdAt.Add(message.CreatedAt.UtcDateTime);
            _editedAt.Add(message.EditedAt?.UtcDateTime);
            _deletedAt.Add(message.DeletedAt?.UtcDateTime);
            _pinnedAt.Add(message.PinnedAt?.UtcDateTime);
            _type.Add((short)message.Type);
            Key.Add(message.ClientMessageId);
            _hash.Add(message.RequestHash);
            _mentions.Add(AsText(message.Mentions));
            _mentionsAll.Add(message.MentionsAll);
            _text.Add(message.Text);
        }
    }

    private static string? AsText(long[] numbers) =>
        numbers.Length == 0 ? null : new StringBuilder("{").AppendJoin(',', numbers).Append('}').ToString();
}
