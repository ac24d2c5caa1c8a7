-- Reactions and pins.

ALTER TABLE messages ADD COLUMN pinned_at timestamptz;

-- Serves the list of pins.
CREATE INDEX messages_pinned ON messages (planet_id, seq) WHERE pinned_at IS NOT NULL;

CREATE TABLE message_reactions (
    planet_id bigint NOT NULL,
    seq       bigint NOT NULL,
    emoji     text COLLATE "C" NOT NULL,
    user_id   bigint NOT NULL,
    -- Of its event: kinds are shown in the order in which they came.
    rev       bigint NOT NULL,
    -- Serves the reactions of the messages of a page.
    PRIMARY KEY (planet_id, seq, emoji, user_id)
);
