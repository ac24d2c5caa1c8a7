-- When a user was last connected; written behind, at most once a minute while he is.
ALTER TABLE users ADD COLUMN last_seen_at timestamptz;

-- That is an update a minute for everybody who is online. No index holds the column, so that an update which finds room
-- on its row's page touches no index (HOT), and the GIN indexes of names, which keep no list of pending entries, least of
-- all; a fifth of each page is that room.
ALTER TABLE users SET (fillfactor = 80);

-- Serves the question who of an audience hides his presence; it holds only those who do.
CREATE INDEX users_unseen ON users (id) WHERE settings->>'presence' = 'nobody';
