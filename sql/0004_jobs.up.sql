-- Work that follows a commit and must be finished whatever dies: written with the commit that calls for it.
CREATE TABLE jobs (
    id          bigint PRIMARY KEY,
    -- 1 leave a travel's planets, 2 close a travel's planets, 3 tell planets of a user's new name, 4 leave all planets,
    -- 5 tell everybody an announcement, 6 tell two people and their direct planet of a block, 7 tell planets that a user
    -- hides or shows his receipts, and then his clients
    kind        smallint NOT NULL,
    user_id     bigint,
    travel_id   bigint,
    -- The other one of a block.
    other_id    bigint,
    created_at  timestamptz NOT NULL,
    -- How often it was taken up by the sweep, and when it does so next. Whoever writes a job runs it at once.
    tries       integer NOT NULL DEFAULT 0,
    next_try_at timestamptz NOT NULL DEFAULT now() + interval '5 seconds'
);

-- Serves the sweep, which takes up first what has been due the longest.
CREATE INDEX jobs_due ON jobs (next_try_at);
