DROP TABLE message_reactions;
DROP INDEX messages_pinned;
ALTER TABLE messages DROP COLUMN pinned_at;
