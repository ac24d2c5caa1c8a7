-- How users are found by words.

-- Serves the search by display name. Users are few to change and often looked for, so no list of pending entries.
CREATE INDEX users_by_name ON users USING gin (search_words(display_name)) WITH (fastupdate = off);

-- Serves the search of admins, by display name and e-mail address.
CREATE INDEX users_by_name_or_email ON users
    USING gin (search_words(display_name || ' ' || coalesce(email, ''))) WITH (fastupdate = off);
