-- When a user was last connected; written behind, at most once a minute while he is.
ALTER TABLE users ADD COLUMN last_seen_at timestamptz;

-- Serves the question who of an audience hides his presence; it holds only those who do.
CREATE INDEX users_unseen ON users (id) WHERE settings->>'presence' = 'nobody';
