INSERT INTO planet_events (planet_id, rev, seq, actor_id, at, kind)
SELECT planet_id, posted_rev, seq, sender_id, created_at, 1 FROM messages
ON CONFLICT (planet_id, rev, at) DO NOTHING;
