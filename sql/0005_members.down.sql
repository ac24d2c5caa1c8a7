DROP TABLE notifications, message_edits, blocks, direct_planets;
DROP INDEX messages_mentions;
DROP INDEX planet_members_former_of_user;
ALTER TABLE messages DROP COLUMN mentions_all;
ALTER TABLE planet_members DROP COLUMN notifications, DROP COLUMN last_read_at;
