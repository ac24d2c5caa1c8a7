using System.Text;
using NpgsqlTypes;

namespace Connecto.Storage.Lanes;

/// <summary>
/// Inserts new messages with their keys. What else the batch did to them is done by <see cref="ChangesStatement"/>.
/// </summary>
internal sealed class MessagesStatement : LaneStatement
{
    // Unnested in the select list, the arrays are read side by side; in FROM each would first be kept as a table of its
    // own. Arrays of differing lengths cannot be columns, so mentions travel as text.
    private const string Sql = $$"""
        INSERT INTO messages (planet_id, seq, id, rev, posted_rev, sender_id, reply_to_seq, created_at, type,
                              client_message_id, request_hash, mentions, mentions_all, text)
        SELECT m.planet_id, m.seq, m.id, m.posted_rev, m.posted_rev, m.sender_id, m.reply_to_seq, m.created_at, m.type,
               m.client_message_id, m.request_hash, COALESCE(m.mentions::bigint[], '{}'), m.mentions_all, m.text
        FROM (SELECT unnest($3::bigint[]) AS planet_id, unnest($4::bigint[]) AS seq, unnest($5::bigint[]) AS id,
                     unnest($6::bigint[]) AS posted_rev, unnest($7::bigint[]) AS sender_id,
                     unnest($8::bigint[]) AS reply_to_seq, unnest($9::timestamptz[]) AS created_at,
                     unnest($10::smallint[]) AS type, unnest($11::text[]) AS client_message_id,
                     unnest($12::bytea[]) AS request_hash, unnest($13::text[]) AS mentions,
                     unnest($14::boolean[]) AS mentions_all, unnest($15::text[]) AS text) m
        WHERE (m.planet_id IN {{Matched}}) IS TRUE
        """;

    private readonly Column<long> _seq = new(NpgsqlDbType.Bigint);
    private readonly Column<long> _id = new(NpgsqlDbType.Bigint);
    private readonly Column<long> _postedRev = new(NpgsqlDbType.Bigint);
    private readonly Column<long?> _replyTo = new(NpgsqlDbType.Bigint);
    private readonly Column<DateTime> _createdAt = new(NpgsqlDbType.TimestampTz);
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
            _postedRev.Parameter(),
            Sender.Parameter(),
            _replyTo.Parameter(),
            _createdAt.Parameter(),
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
        _postedRev.Values.Clear();
        Sender.Values.Clear();
        _replyTo.Values.Clear();
        _createdAt.Values.Clear();
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
            _postedRev.Add(message.PostedRev);
            Sender.Add(message.SenderId.Value);
            _replyTo.Add(message.ReplyToSeq);
            _createdAt.Add(message.CreatedAt.UtcDateTime);
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
