namespace Connecto.Bench.Layout;

/// <summary>The layouts that are compared.</summary>
internal static class Layouts
{
    private const string Planets = """
        CREATE TABLE planets (id bigint PRIMARY KEY, epoch bigint NOT NULL, head_seq bigint NOT NULL, head_rev bigint NOT NULL)
          WITH (fillfactor = 50);

        """;

    private const string EventColumns = """
        CREATE TABLE planet_events (planet_id bigint NOT NULL, rev bigint NOT NULL, kind smallint NOT NULL, seq bigint,
          actor_id bigint, data jsonb, created_at timestamptz NOT NULL
        """;

    private const string MessageColumns = """
        planet_id bigint NOT NULL, seq bigint NOT NULL, rev bigint NOT NULL, id bigint NOT NULL, sender_id bigint NOT NULL,
        type smallint NOT NULL, text text, reply_to_seq bigint, mentions bigint[], created_at timestamptz NOT NULL,
        edited_at timestamptz, deleted_at timestamptz
        """;

    private const string KeyColumns = """
        , sent_rev bigint NOT NULL, client_message_id text COLLATE "C" NOT NULL, request_hash bigint NOT NULL,
        PRIMARY KEY (planet_id, seq), UNIQUE (planet_id, sender_id, client_message_id)
        """;

    private const string KeyTable = """
        CREATE TABLE message_keys (planet_id bigint NOT NULL, sender_id bigint NOT NULL, client_message_id text COLLATE "C" NOT NULL,
          message_id bigint NOT NULL, seq bigint NOT NULL, rev bigint NOT NULL, created_at timestamptz NOT NULL,
          request_hash bigint NOT NULL, PRIMARY KEY (planet_id, sender_id, client_message_id), UNIQUE (planet_id, seq))
        """;

    private const string Columns =
        "m.seq, m.rev, m.id, m.sender_id, m.type, m.text, m.created_at, m.edited_at, m.deleted_at";

    private const string Page =
        $"SELECT {Columns} FROM messages m WHERE planet_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT 50";

    private const string PrunedPage =
        $"SELECT {Columns} FROM messages m WHERE planet_id = $1 AND seq < $2 AND created_at >= $3 AND created_at < $4 ORDER BY seq DESC LIMIT 50";

    private static readonly string MonthlyEvents =
        $"{EventColumns}, PRIMARY KEY (planet_id, rev, created_at)) PARTITION BY RANGE (created_at);\n"
        + Calendar.MonthlyByTime("planet_events");

    private static readonly string MonthlyMessages =
        $"CREATE TABLE messages ({MessageColumns}) PARTITION BY RANGE (created_at);\n"
        + "CREATE INDEX ON messages (planet_id, seq);\n"
        + Calendar.MonthlyByTime("messages");

    /// <summary>Everything in one table each: the limit that partitions can only approach.</summary>
    private static readonly MessageLayout Plain = new(
        "plain",
        $"{Planets}{EventColumns}, PRIMARY KEY (planet_id, rev));\nCREATE TABLE messages ({MessageColumns}{KeyColumns});",
        "messages",
        [TransactionText.KeyedMessages, TransactionText.Events],
        Page,
        null
    );

    /// <summary>A: messages by hash of their planet, both unique keys in them; events by month.</summary>
    private static readonly MessageLayout Hashed = new(
        "a",
        $"{Planets}{MonthlyEvents}CREATE TABLE messages ({MessageColumns}{KeyColumns}) PARTITION BY HASH (planet_id);\n"
            + Calendar.Hashed("messages"),
        "messages",
        [TransactionText.KeyedMessages, TransactionText.Events],
        Page,
        null
    );

    /// <summary>B: messages by month of <c>created_at</c>, keys in one table that makes <c>(planet_id, seq)</c> unique.</summary>
    private static readonly MessageLayout Monthly = new(
        "b",
        $"{Planets}{MonthlyEvents}{MonthlyMessages}{KeyTable};",
        "message_keys",
        [TransactionText.Messages, TransactionText.Keys, TransactionText.Events],
        Page,
        PrunedPage
    );

    /// <summary>B with the keys hashed by planet.</summary>
    private static readonly MessageLayout MonthlyHashedKeys = Monthly with
    {
        Name = "b_hashed",
        Tables =
            $"{Planets}{MonthlyEvents}{MonthlyMessages}{KeyTable} PARTITION BY HASH (planet_id);\n"
            + Calendar.Hashed("message_keys"),
    };

    /// <summary>B without <c>(planet_id, seq)</c> on messages: by month of the id, a page goes through the keys to the ids.</summary>
    private static readonly MessageLayout MonthlyById = Monthly with
    {
        Name = "b_by_id",
        Tables =
            $"{Planets}{MonthlyEvents}CREATE TABLE messages ({MessageColumns}, PRIMARY KEY (id)) PARTITION BY RANGE (id);\n"
            + Calendar.MonthlyById("messages")
            + $"{KeyTable};",
        Page =
            $"SELECT {Columns} FROM message_keys k JOIN messages m ON m.id = k.message_id WHERE k.planet_id = $1 AND k.seq < $2 ORDER BY k.seq DESC LIMIT 50",
        PrunedPage = null,
    };

    public static IReadOnlyList<MessageLayout> All { get; } = [Plain, Hashed, Monthly, MonthlyHashedKeys, MonthlyById];
}
