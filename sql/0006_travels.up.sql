-- Travels and who takes part in them.

CREATE TABLE travels (
    id           bigint PRIMARY KEY,
    title        text NOT NULL,
    -- 0 public, 1 private
    visibility   smallint NOT NULL,
    owner_id     bigint NOT NULL,
    member_count integer NOT NULL,
    starts_on    date,
    ends_on      date,
    deleted_at   timestamptz,
    created_at   timestamptz NOT NULL
);

CREATE TABLE travel_members (
    travel_id bigint NOT NULL,
    user_id   bigint NOT NULL,
    joined_at timestamptz NOT NULL,
    -- NULL: takes part.
    left_at   timestamptz,
    -- Serves the list of a travel's members, and whether somebody takes part.
    PRIMARY KEY (travel_id, user_id)
);

-- Serves "my travels".
CREATE INDEX travel_members_of_user ON travel_members (user_id, travel_id) WHERE left_at IS NULL;
