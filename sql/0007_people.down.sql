DROP INDEX users_by_name_or_email;
DROP INDEX users_by_name;
DROP FUNCTION search_query(text);
DROP FUNCTION search_words(text);
