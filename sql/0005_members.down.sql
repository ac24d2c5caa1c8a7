DROP TABLE notifications, message_edits, blocks, direct_planets;
DROP INDEX messages_mentions;
ALTER TABLE messages DROP COLUMN mentions_all;
ALTER TABLE planet_members DROP COLUMN notifications, DROP COLUMN last_read_at;
