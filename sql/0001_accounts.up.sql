-- Accounts: users, their sessions, the keys that protect tokens, the audit trail, and the node numbers of ids.
-- Ids are time-ordered 64-bit numbers made by the application.

CREATE TABLE users (
    id            bigint PRIMARY KEY,
    -- As typed, trimmed; NULL once the account was erased.
    email         text,
    display_name  text NOT NULL,
    -- NULL: cannot log in by password.
    password_hash text,
    avatar_url    text,
    language      text NOT NULL DEFAULT 'en',
    roles         text[] NOT NULL DEFAULT '{}',
    settings      jsonb NOT NULL DEFAULT '{}',
    banned_at     timestamptz,
    deleted_at    timestamptz,
    created_at    timestamptz NOT NULL
);

-- Serves log-in and registration: one account per address, whatever its case.
CREATE UNIQUE INDEX users_email ON users (lower(email));

CREATE TABLE sessions (
    id           bigint PRIMARY KEY,
    user_id      bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- SHA-256 of the newest refresh token's secret.
    refresh_hash bytea NOT NULL,
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    ended_at     timestamptz,
    address      text,
    agent        text
);

-- Serves "my sessions", and ending all sessions of a user.
CREATE INDEX sessions_of_user ON sessions (user_id, id) WHERE ended_at IS NULL;

CREATE TABLE data_protection_keys (
    name       text PRIMARY KEY,
    xml        text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- Read newest first by its key. Nothing in it is ever changed.
CREATE TABLE audit (
    id       bigint PRIMARY KEY,
    at       timestamptz NOT NULL,
    -- NULL: the system itself.
    actor_id bigint,
    action   text NOT NULL,
    target   text,
    detail   jsonb NOT NULL DEFAULT '{}',
    address  text
);

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

-- The node numbers of ids. A process issues ids under a number only for milliseconds (since 2025-01-01) up to
-- reserved_until, and whoever takes the number next starts after them.
CREATE TABLE id_nodes (
    number         smallint PRIMARY KEY,
    owner          uuid,
    reserved_until bigint NOT NULL DEFAULT -1
);

INSERT INTO id_nodes (number) SELECT generate_series(0, 1023);
