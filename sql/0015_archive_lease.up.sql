-- Which server archives, as a row: a lock of a session means nothing behind a PgBouncer in transaction mode.
-- A build that holds the lock of before may archive at the same time: one of the two then throws away what the other has
-- begun, and no row is lost or doubled.
-- Runs beside builds from 0014 on.

SET LOCAL lock_timeout = '2s';

CREATE TABLE archive_lease (
    id      smallint PRIMARY KEY CHECK (id = 1),
    -- One more with every server that takes it: what is entered in the name of an older one is refused.
    epoch   bigint NOT NULL,
    -- By PostgreSQL's clock; the next server may take it from here on.
    ends_at timestamptz NOT NULL
);

INSERT INTO archive_lease VALUES (1, 0, '-infinity');

COMMENT ON INDEX archive_lease_pkey IS 'Serves ArchiveLease.Take, ArchiveLease.Renew, ArchiveStore.Add, ArchiveStore.Verified';
