-- What members are to each other and to a planet: blocks, direct planets, notifications, and what messages keep of
-- mentions and edits.

ALTER TABLE planet_members
    -- 0 all, 1 mentions, 2 none
    ADD COLUMN notifications smallint NOT NULL DEFAULT 0,
    -- When the cursor moved last; written behind with it.
    ADD COLUMN last_read_at timestamptz;

-- Serves jobs that tell of a user in all planets that know him, with planet_members_active_of_user.
CREATE INDEX planet_members_former_of_user ON planet_members (user_id, planet_id) WHERE status <> 0;

-- The one direct planet of two people, whoever asks for it.
CREATE TABLE direct_planets (
    low_user_id  bigint NOT NULL,
    high_user_id bigint NOT NULL,
    planet_id    bigint NOT NULL,
    PRIMARY KEY (low_user_id, high_user_id)
);

CREATE TABLE blocks (
    user_id    bigint NOT NULL,
    blocked_id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    -- Serves the list of one's blocks.
    PRIMARY KEY (user_id, blocked_id)
);

-- Serves the question who has blocked a user.
CREATE INDEX blocks_of_blocked ON blocks (blocked_id, user_id);

ALTER TABLE messages ADD COLUMN mentions_all boolean NOT NULL DEFAULT false;

-- Serves the inbox's count of mentions: of most messages there is no entry.
CREATE INDEX messages_mentions ON messages (planet_id, seq) WHERE mentions_all OR mentions <> ARRAY[]::bigint[];

-- The texts of edited messages, the first and the present one included, under the rev of the event that wrote each.
-- They go when the message is deleted.
CREATE TABLE message_edits (
    planet_id bigint NOT NULL,
    seq       bigint NOT NULL,
    rev       bigint NOT NULL,
    text      text NOT NULL,
    at        timestamptz NOT NULL,
    -- Serves the history of a message.
    PRIMARY KEY (planet_id, seq, rev)
);

-- What users were told and have not read. Written in the transaction of what it tells.
CREATE TABLE notifications (
    user_id    bigint NOT NULL,
    id         bigint NOT NULL,
    -- 1 mention, 2 direct, 3 reply, 4 added, 5 invite, 6 removed, 7 announcement
    kind       smallint NOT NULL,
    planet_id  bigint,
    seq        bigint,
    actor_id   bigint,
    -- What else the kind tells: the code of an invite, the text of an announcement.
    data       jsonb,
    created_at timestamptz NOT NULL,
    -- Serves the list, newest first.
    PRIMARY KEY (user_id, id)
);

-- Of a direct planet only the newest message is told: one row, moved on with each.
CREATE UNIQUE INDEX notifications_direct ON notifications (user_id, planet_id) WHERE kind = 2;

-- Serves the sweep of what nobody has read for months.
CREATE INDEX notifications_by_age ON notifications (created_at);
