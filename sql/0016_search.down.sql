DROP INDEX message_edits_of_planet;
DROP TABLE search_planets, message_blocks;
