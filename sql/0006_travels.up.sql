-- Travels and who takes part in them, and how titles and names are searched by words.

-- The words of a text, in lower case. What stands between words is taken out first: the parser would make one word of
-- what looks like an address, a path, a number with a sign, or a tag.
CREATE FUNCTION search_words(text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN to_tsvector('simple'::regconfig, translate($1, '.,-+/_:<>&@~%#?=', '                '));

-- Asks that every word of the text begins a word; NULL, which finds nothing, where the text has no word.
CREATE FUNCTION search_query(text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (
        SELECT string_agg(quote_literal(word.lexeme) || ':*', ' & ')::tsquery FROM unnest(search_words($1)) AS word
    );

CREATE TABLE travels (
    id           bigint PRIMARY KEY,
    title        text NOT NULL,
    title_words  tsvector NOT NULL GENERATED ALWAYS AS (search_words(title)) STORED,
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
CREATE INDEX travels_public_words ON travels USING gin (title_words) WITH (fastupdate = off)
    WHERE visibility = 0 AND deleted_at IS NULL;

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
