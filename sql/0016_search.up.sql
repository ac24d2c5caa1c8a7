-- What messages are searched by. docs/decisions/0011-search.md says why they are kept by blocks.
-- Runs beside builds from 0010 on.

SET LOCAL lock_timeout = '2s';

-- Eight messages of a planet that follow each other, and the terms of all their texts: numbers that Connecto.Grains/Search
-- gives them, the planet among them. What a block proposes is looked for in its messages, as they are then.
CREATE TABLE message_blocks (
    planet_id bigint NOT NULL,
    -- seq / 8, of the seqs 1 to 8 it is 0.
    block     integer NOT NULL,
    -- Between which its messages lie; ids go up with time.
    first_id  bigint NOT NULL,
    last_id   bigint NOT NULL,
    first_at  timestamptz NOT NULL,
    last_at   timestamptz NOT NULL,
    -- Whether plain letters that their folded texts have stand in the texts themselves, but for case.
    is_literal boolean NOT NULL,
    terms     integer[] NOT NULL,
    -- Serves the indexer, which writes a block once and again after its messages were edited (SearchIndex.Write).
    PRIMARY KEY (planet_id, block)
);

-- Serves searches (CandidateStore.Propose). What waits to be sorted into it is read by every search, so it is little: 512 kB.
CREATE INDEX message_blocks_terms ON message_blocks USING gin (terms) WITH (gin_pending_list_limit = 512);

-- How far planets are indexed. What is not, is looked through.
CREATE TABLE search_planets (
    -- Serves searches and the indexer.
    planet_id bigint PRIMARY KEY,
    blocks    integer NOT NULL,
    -- Edits up to this rev are in their blocks.
    edits_rev bigint NOT NULL
) WITH (fillfactor = 70);

-- Serves searches and the indexer: edits that are not in their blocks yet.
CREATE INDEX message_edits_of_planet ON message_edits (planet_id, rev) INCLUDE (seq);

COMMENT ON INDEX message_blocks_pkey IS 'Serves SearchIndex.Write';
COMMENT ON INDEX message_blocks_terms IS 'Serves CandidateStore.Propose';
COMMENT ON INDEX search_planets_pkey IS 'Serves CandidateStore.Propose, SearchIndex.Hold';
COMMENT ON INDEX message_edits_of_planet IS 'Serves CandidateStore.Propose, SearchIndex.Edits';
