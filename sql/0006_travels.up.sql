-- Travels and who takes part in them.

CREATE TABLE travels (
    id           bigint PRIMARY KEY,
    title        text NOT NULL,
    -- The title's words in lower case, cut by the application, so that the text search's parser, which takes
    -- "서울/부산" for a file name, and the locale of the server do not decide what is found.
    title_words  tsvector NOT NULL DEFAULT '',
    -- 0 public, 1 private
    visibility   smallint NOT NULL,
    owner_id     bigint NOT NULL,
    member_count integer NOT NULL,
    starts_on    date,
    ends_on      date,
    deleted_at   timestamptz,
    created_at   timestamptz NOT NULL
);

-- Serves the list of travels without words, newest first. One's private ones are found by one's memberships.
CREATE INDEX travels_public ON travels (id) WHERE visibility = 0 AND deleted_at IS NULL;

-- Serves the list of travels by words of their titles.
CREATE INDEX travels_public_words ON travels USING gin (title_words) WHERE visibility = 0 AND deleted_at IS NULL;

-- Serves the list of popular travels.
CREATE INDEX travels_popular ON travels (member_count, id) WHERE visibility = 0 AND deleted_at IS NULL;

CREATE TABLE travel_members (
    travel_id bigint NOT NULL,
    user_id   bigint NOT NULL,
    joined_at timestamptz NOT NULL,
    -- NULL: takes part.
    left_at   timestamptz,
    -- Serves the list of a travel's members, and whether somebody takes part.
    PRIMARY KEY (travel_id, user_id)
);

-- Serves one's private travels in the list of travels.
CREATE INDEX travel_members_of_user ON travel_members (user_id, travel_id) WHERE left_at IS NULL;
