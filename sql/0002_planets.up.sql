-- Planets, their members, messages and events. docs/decisions/0001-message-layout.md says why they are laid out so.

-- fillfactor: every batch updates the row; room in the page keeps such updates off the indexes (HOT).
CREATE TABLE planets (
    id                  bigint PRIMARY KEY,
    -- 0 travel, 1 group, 2 direct
    kind                smallint NOT NULL,
    travel_id           bigint,
    name                text NOT NULL,
    member_count        integer NOT NULL,
    slow_mode_seconds   integer NOT NULL DEFAULT 0,
    read_receipts       boolean NOT NULL DEFAULT true,
    history_visible     boolean NOT NULL DEFAULT true,
    edit_window_seconds integer NOT NULL DEFAULT 0,
    -- The claim: one more with every activation. Only who knows it may write.
    epoch               bigint NOT NULL DEFAULT 0,
    head_seq            bigint NOT NULL DEFAULT 0,
    head_rev            bigint NOT NULL DEFAULT 0,
    head_at             timestamptz NOT NULL,
    -- The random mark of the transaction that advanced the head last: its later statements write only where it stands.
    write_mark          bigint NOT NULL DEFAULT 0,
    archived_at         timestamptz,
    deleted_at          timestamptz,
    created_at          timestamptz NOT NULL
) WITH (fillfactor = 50);

-- Serves the list of a travel's planets.
CREATE INDEX planets_of_travel ON planets (travel_id, id) WHERE travel_id IS NOT NULL AND deleted_at IS NULL;

-- fillfactor: cursors move often.
CREATE TABLE planet_members (
    planet_id     bigint NOT NULL,
    user_id       bigint NOT NULL,
    -- 0 member, 1 admin, 2 owner
    role          smallint NOT NULL,
    -- 0 active, 1 left, 2 removed, 3 banned
    status        smallint NOT NULL,
    muted_until   timestamptz,
    joined_at     timestamptz NOT NULL,
    joined_seq    bigint NOT NULL,
    joined_rev    bigint NOT NULL,
    last_read_seq bigint NOT NULL,
    PRIMARY KEY (planet_id, user_id)
) WITH (fillfactor = 70);

-- Serves the inbox: the planets in which a user is active.
CREATE INDEX planet_members_active_of_user ON planet_members (user_id, planet_id) WHERE status = 0;

-- A message and its idempotency key. A deleted one keeps its place, with text NULL.
CREATE TABLE messages (
    planet_id         bigint NOT NULL,
    seq               bigint NOT NULL,
    id                bigint NOT NULL,
    -- Of the last event in this state, and of its sending.
    rev               bigint NOT NULL,
    posted_rev        bigint NOT NULL,
    sender_id         bigint NOT NULL,
    reply_to_seq      bigint,
    created_at        timestamptz NOT NULL,
    edited_at         timestamptz,
    deleted_at        timestamptz,
    reply_count       integer NOT NULL DEFAULT 0,
    -- 0 text, 1 image, 2 video, 3 file, 4 system
    type              smallint NOT NULL,
    client_message_id text COLLATE "C" NOT NULL,
    request_hash      bytea NOT NULL,
    mentions          bigint[] NOT NULL DEFAULT '{}',
    text              text,
    -- Serves pages of history and the messages of events: seq is dense, so a page is a range.
    PRIMARY KEY (planet_id, seq)
) PARTITION BY HASH (planet_id);

-- Serves idempotency: the original of a send, for the message's life.
CREATE UNIQUE INDEX messages_key ON messages (planet_id, sender_id, client_message_id);

-- Serves the list of replies and the recount of reply_count.
CREATE INDEX messages_replies ON messages (planet_id, reply_to_seq, seq) WHERE reply_to_seq IS NOT NULL;

DO $$
BEGIN
    FOR part IN 0..15 LOOP
        EXECUTE format(
            'CREATE TABLE messages_%s PARTITION OF messages FOR VALUES WITH (MODULUS 16, REMAINDER %s)',
            lpad(part::text, 2, '0'), part
        );
    END LOOP;
END
$$;

-- What happened, without text: a replay reads messages as they are now.
CREATE TABLE planet_events (
    planet_id bigint NOT NULL,
    rev       bigint NOT NULL,
    -- NULL: about the planet or its members.
    seq       bigint,
    actor_id  bigint NOT NULL,
    at        timestamptz NOT NULL,
    -- 1 message, 2 edited, 3 deleted, 4 reaction, 5 pin, 6 member, 7 planet
    kind      smallint NOT NULL,
    data      jsonb,
    -- Serves resume: the events after a rev; rev is dense, so they are a range.
    PRIMARY KEY (planet_id, rev, at)
) PARTITION BY RANGE (at);

-- Catches what no month has been made for, such as a clock that jumped.
CREATE TABLE planet_events_default PARTITION OF planet_events DEFAULT;

-- Makes the partitions of this month and of the coming ones, and moves into them what the default one caught.
CREATE FUNCTION make_event_partitions(today timestamptz, months_ahead integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    month timestamp;
    part  text;
    made  integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('make_event_partitions'));
    FOR ahead IN 0..months_ahead LOOP
        month := date_trunc('month', today AT TIME ZONE 'UTC') + make_interval(months => ahead);
        part := 'planet_events_' || to_char(month, 'YYYY_MM');
        CONTINUE WHEN to_regclass(part) IS NOT NULL;
        -- Attaching locks the default partition in any case; locked from here, it catches nothing in between.
        LOCK TABLE planet_events_default IN ACCESS EXCLUSIVE MODE;
        EXECUTE format('CREATE TABLE %I (LIKE planet_events INCLUDING ALL)', part);
        EXECUTE format(
            'WITH moved AS (DELETE FROM planet_events_default WHERE at >= %L AND at < %L RETURNING *)
             INSERT INTO %I SELECT * FROM moved',
            month AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC', part
        );
        EXECUTE format(
            'ALTER TABLE planet_events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
            part, month AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC'
        );
        made := made + 1;
    END LOOP;
    RETURN made;
END
$$;
