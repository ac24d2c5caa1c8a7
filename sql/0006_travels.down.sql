DROP TABLE travel_members, travels;
DROP FUNCTION search_query(text);
DROP FUNCTION search_words(text);
