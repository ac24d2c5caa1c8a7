-- Archives of old messages and events: docs/decisions/0010-archive.md. Older builds know of no floor and would show holes:
-- none may run once something is archived, which nothing is until it is asked for.
-- Runs beside builds from 0010 on.

SET LOCAL lock_timeout = '2s';

-- Messages up to it are in archives and nowhere else. DEFAULT of a constant: the table is not written anew.
ALTER TABLE planets ADD COLUMN floor_seq bigint NOT NULL DEFAULT 0;

CREATE TABLE archives (
    id            bigint PRIMARY KEY,
    -- 1 messages of a planet from first_seq to last_seq, 2 events of a month (from the table named by source)
    kind          smallint NOT NULL,
    -- 0 its files are being removed, 1 being written, 2 written and read back, 3 done: its rows are in its files only, 4 restored: they are back
    state         smallint NOT NULL,
    planet_id     bigint,
    first_seq     bigint,
    last_seq      bigint,
    source        text,
    month         date,
    first_at      timestamptz NOT NULL,
    last_at       timestamptz NOT NULL,
    row_count     bigint NOT NULL DEFAULT 0,
    bytes         bigint NOT NULL DEFAULT 0,
    -- 0 standard, 1 infrequent, 2 cold, 3 deep
    storage_class smallint NOT NULL DEFAULT 0,
    -- What the files hold, with their checksums; NULL while they are being written.
    manifest      jsonb,
    changed_at    timestamptz NOT NULL
);

-- Serves restoring, from a planet's newest archive down.
CREATE UNIQUE INDEX archives_of_planet ON archives (planet_id, first_seq) WHERE kind = 1 AND state BETWEEN 1 AND 3;

-- Serve what is left unfinished, and the change of storage class.
CREATE INDEX archives_unfinished ON archives (id) WHERE state < 3;
CREATE INDEX archives_by_class ON archives (storage_class, last_at) WHERE state = 3;

-- Serves the question whether a planet's messages have been restored lately.
CREATE INDEX archives_restored ON archives (planet_id, changed_at) WHERE state = 4;

-- What servers are asked to do: one of them takes each, in this order.
CREATE TABLE archive_orders (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- 1 archive what is old enough, 2 restore
    kind       smallint NOT NULL,
    -- Of an archiving: because a day has passed, not because somebody asked.
    is_daily   boolean NOT NULL,
    archive_id bigint,
    planet_id  bigint,
    from_at    timestamptz,
    to_at      timestamptz,
    created_at timestamptz NOT NULL,
    ended_at   timestamptz,
    failed     boolean NOT NULL DEFAULT false,
    -- What was done, or why it was not.
    result     text
);

-- Serves taking the next one.
CREATE INDEX archive_orders_open ON archive_orders (id) WHERE ended_at IS NULL;

COMMENT ON INDEX archives_pkey IS 'Serves ArchiveStore.Find, ArchiveStore.List, ArchiveStore.MoveOn';
COMMENT ON INDEX archives_of_planet IS 'Serves ArchiveStore.Wanted';
COMMENT ON INDEX archives_unfinished IS 'Serves ArchiveStore.Unfinished';
COMMENT ON INDEX archives_by_class IS 'Serves ArchiveStore.Aged';
COMMENT ON INDEX archives_restored IS 'Serves MessageArchive.Planets, ArchiveStore.Replaced';
COMMENT ON INDEX archive_orders_pkey IS 'Serves ArchiveOrders.End, ArchiveOrders.Result';
COMMENT ON INDEX archive_orders_open IS 'Serves ArchiveOrders.Next';
