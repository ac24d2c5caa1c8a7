-- 100,000 rows of everything that grows, by 10,000 users in 1,000 planets and travels of 100 each. Their ids are small, so
-- they are older than whatever is made by calls.

INSERT INTO users (id, email, display_name, created_at)
SELECT n, 'filling' || n || '@example.com', 'Filling ' || n, now() FROM generate_series(1, 100000) n;

INSERT INTO sessions (id, user_id, refresh_hash, created_at, last_seen_at, expires_at)
SELECT n, n, int8send(n), now(), now(), now() + interval '30 days' FROM generate_series(1, 100000) n;

INSERT INTO planets (id, kind, travel_id, name, member_count, head_seq, head_rev, head_at, created_at)
SELECT n, n % 2, CASE n % 2 WHEN 0 THEN 1 + n % 1000 END, 'Filling ' || n, 100, 100, 200, now(), now()
FROM generate_series(1, 100000) n;

INSERT INTO planet_members
    (planet_id, user_id, role, status, joined_at, joined_seq, joined_rev, last_read_seq)
SELECT 1 + n / 100, 1 + (n / 100 * 7 + n % 100) % 10000, 0, 0, now(), 0, 0, 0 FROM generate_series(0, 99999) n;

INSERT INTO messages
    (planet_id, seq, id, rev, posted_rev, sender_id, reply_to_seq, created_at, type, client_message_id, request_hash, text,
     pinned_at)
SELECT 1 + n / 100, 1 + n % 100, n + 1, 1 + n % 100, 1 + n % 100, 1 + (n / 100 * 7 + n % 100) % 10000,
       CASE WHEN n % 100 > 50 THEN 1 END, now(), 0, 'filling ' || n, int8send(n), 'filling',
       CASE WHEN n % 10 = 0 THEN now() END
FROM generate_series(0, 99999) n;

INSERT INTO planet_events (planet_id, rev, seq, actor_id, at, kind)
SELECT 1 + n / 100, 101 + n % 100, 1 + n % 100, 1 + (n / 100 * 7 + n % 100) % 10000, now(), 4 FROM generate_series(0, 99999) n;

INSERT INTO message_reactions (planet_id, seq, emoji, user_id, rev)
SELECT 1 + n / 100, 1 + n % 100, '👍', 1 + n % 10000, 1 FROM generate_series(0, 99999) n;

INSERT INTO message_edits (planet_id, seq, rev, text, at)
SELECT 1 + n / 100, 1 + n % 100, 1, 'filling', now() FROM generate_series(0, 99999) n;

INSERT INTO travels (id, title, visibility, owner_id, member_count, created_at)
SELECT n, 'Filling ' || n, n % 2, 1 + n % 10000, 1 + n % 500, now() FROM generate_series(1, 100000) n;

INSERT INTO travel_members (travel_id, user_id, joined_at)
SELECT 1 + n / 100, 1 + (n / 100 * 7 + n % 100) % 10000, now() FROM generate_series(0, 99999) n;

INSERT INTO direct_planets (low_user_id, high_user_id, planet_id)
SELECT n, 100000 + n, n FROM generate_series(1, 100000) n;

INSERT INTO blocks (user_id, blocked_id, created_at)
SELECT 1 + n % 10000, 10001 + n / 10000, now() FROM generate_series(0, 99999) n;

INSERT INTO notifications (user_id, id, kind, planet_id, seq, actor_id, created_at)
SELECT 1 + n % 10000, n + 1, 1, 1, 1, 1, now() FROM generate_series(0, 99999) n;

INSERT INTO invites (id, code, planet_id, created_by, expires_at)
SELECT n, 'filling' || n, 1 + n % 10000, 1, now() + interval '7 days' FROM generate_series(1, 100000) n;

INSERT INTO reports (id, planet_id, seq, message_id, sender_id, reporter_id, reason, status, created_at)
SELECT n, 1 + n / 100, 1 + n % 100, n, 1, 2, 'filling', n % 3, now() FROM generate_series(1, 100000) n;

INSERT INTO audit (id, at, actor_id, action) SELECT n, now(), 1 + n % 10, 'filling' FROM generate_series(1, 100000) n;

INSERT INTO announcements (id, actor_id, text, created_at, told_to)
SELECT n, 1, 'filling', now(), 9223372036854775807 FROM generate_series(1, 100) n;
