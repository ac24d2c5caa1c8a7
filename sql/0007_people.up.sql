-- How users are found by words.

-- The words of a text, in lower case. What stands between words is taken out first: the parser would make one word of
-- what looks like an address, a path, a number with a sign, or a tag.
CREATE FUNCTION search_words(text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN to_tsvector('simple'::regconfig, translate($1, '.,-+/_:<>&@~%#?=', '                '));

-- Asks that every word of the text begins a word; NULL, which finds nothing, where the text has no word.
CREATE FUNCTION search_query(text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (
        SELECT string_agg(quote_literal(word.lexeme) || ':*', ' & ')::tsquery FROM unnest(search_words($1)) AS word
    );

-- Serves the search by display name. Users are few to change and often looked for, so no list of pending entries.
CREATE INDEX users_by_name ON users USING gin (search_words(display_name)) WITH (fastupdate = off);

-- Serves the search of admins, by display name and e-mail address.
CREATE INDEX users_by_name_or_email ON users
    USING gin (search_words(display_name || ' ' || coalesce(email, ''))) WITH (fastupdate = off);
