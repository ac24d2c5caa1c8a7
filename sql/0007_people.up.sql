-- How users are found by words, and what of their sessions is erased with them.

-- Serves the search by display name. Users are few to change and often looked for, so no list of pending entries.
CREATE INDEX users_by_name ON users USING gin (search_words(display_name)) WITH (fastupdate = off);

-- Serves the search of admins, by display name and e-mail address.
CREATE INDEX users_by_name_or_email ON users
    USING gin (search_words(display_name || ' ' || coalesce(email, ''))) WITH (fastupdate = off);

-- Serves the erasing of a user's sessions; those that live are in sessions_of_user.
CREATE INDEX sessions_ended_of_user ON sessions (user_id) WHERE ended_at IS NOT NULL;
