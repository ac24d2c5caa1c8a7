DROP INDEX audit_of_target;
DROP INDEX announcements_key;
ALTER TABLE announcements DROP COLUMN client_message_id;
ALTER TABLE sessions DROP COLUMN issued_by;
ALTER TABLE reports DROP COLUMN reported_text, DROP COLUMN reported_rev;
