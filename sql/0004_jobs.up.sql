-- Work that follows a commit and must be finished whatever dies: written with the commit that calls for it.
CREATE TABLE jobs (
    id         bigint PRIMARY KEY,
    -- 1 leave a travel's planets, 2 close a travel's planets, 3 tell planets of a user's new data, 4 leave all planets
    kind       smallint NOT NULL,
    user_id    bigint,
    travel_id  bigint,
    created_at timestamptz NOT NULL
);
