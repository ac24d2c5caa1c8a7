-- What was reported as it was then, who issued a session's token, announcements that are made once however often they are
-- asked for, and the audit trail of one target.
-- Runs beside builds from 0016 on.

SET LOCAL lock_timeout = '2s';

ALTER TABLE reports
    -- The message's text and rev when it was reported; NULL in reports of before.
    ADD COLUMN reported_text text,
    ADD COLUMN reported_rev bigint;

ALTER TABLE sessions
    -- The admin who issued its token; NULL where the user logged in himself.
    ADD COLUMN issued_by bigint;

ALTER TABLE announcements
    -- The admin's own name for it, by which a retry is known.
    ADD COLUMN client_message_id text COLLATE "C";

-- Serves retries of an announcement to everybody.
CREATE UNIQUE INDEX announcements_key ON announcements (actor_id, client_message_id) WHERE client_message_id IS NOT NULL;

-- Serves the audit trail of one target, newest first.
CREATE INDEX audit_of_target ON audit (target, id) WHERE target IS NOT NULL;

COMMENT ON INDEX announcements_key IS 'Serves AnnouncementStore.FindMade';
COMMENT ON INDEX audit_of_target IS 'Serves AuditLog.List, AuditLog.WriteOnce';
