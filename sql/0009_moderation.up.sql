-- Invites to planets, reports to moderators, announcements, and how admins find planets and what was done.

CREATE TABLE invites (
    id         bigint PRIMARY KEY,
    -- The secret that lets in; nobody can guess it.
    code       text COLLATE "C" NOT NULL,
    planet_id  bigint NOT NULL,
    created_by bigint NOT NULL,
    -- NULL: any number.
    max_uses   integer,
    uses       integer NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL
);

-- Serves accepting and revoking.
CREATE UNIQUE INDEX invites_code ON invites (code);

-- Serves the list of a planet's invites, newest first, and the bound on their number.
CREATE INDEX invites_of_planet ON invites (planet_id, id);

CREATE TABLE reports (
    id          bigint PRIMARY KEY,
    planet_id   bigint NOT NULL,
    seq         bigint NOT NULL,
    message_id  bigint NOT NULL,
    sender_id   bigint NOT NULL,
    reporter_id bigint NOT NULL,
    reason      text NOT NULL,
    -- 0 open, 1 resolved, 2 dismissed
    status      smallint NOT NULL DEFAULT 0,
    created_at  timestamptz NOT NULL,
    resolved_by bigint,
    resolved_at timestamptz,
    note        text
);

-- Serves reporting: of one message, one report of each reporter.
CREATE UNIQUE INDEX reports_of_message ON reports (planet_id, seq, reporter_id);

-- Serves the list of reports of one status, newest first.
CREATE INDEX reports_by_status ON reports (status, id);

-- What everybody is told. A job (kind 5, under the announcement's id) writes the notifications.
CREATE TABLE announcements (
    id         bigint PRIMARY KEY,
    actor_id   bigint NOT NULL,
    text       text NOT NULL,
    created_at timestamptz NOT NULL,
    -- Users up to this one have their notification: where the job goes on.
    told_to    bigint NOT NULL DEFAULT 0
);

-- Serve the audit trail of one admin, and of one action, newest first.
CREATE INDEX audit_of_actor ON audit (actor_id, id);
CREATE INDEX audit_of_action ON audit (action, id);

-- Serves the admins' search for planets by the beginnings of words.
CREATE INDEX planets_by_name ON planets USING gin (search_words(name)) WITH (fastupdate = off) WHERE deleted_at IS NULL;
