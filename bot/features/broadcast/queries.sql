-- name: keep!
INSERT INTO broadcasts (broadcast_id, key_id, sealed, audience, readers, languages, kind, state, author, written_at,
                        expires_at, people, passed_over, unreachable)
VALUES (:broadcast_id, :key_id, :sealed, :audience, :readers, :languages, :kind, 0, :author, :written_at,
        :expires_at, :people, 0, 0);

-- name: broadcast^
SELECT * FROM broadcasts WHERE broadcast_id = :broadcast_id;

-- name: latest
SELECT * FROM broadcasts ORDER BY written_at DESC LIMIT :most;

-- name: move!
UPDATE broadcasts SET state = :after, expires_at = :expires_at
WHERE broadcast_id = :broadcast_id AND state = :before;

-- name: open_rounds*!
INSERT INTO broadcast_rounds (broadcast_id, zone, due_at, reached, is_done)
VALUES (:broadcast_id, :zone, :due_at, '', 0);

-- name: next_round^
SELECT r.zone, r.reached, b.* FROM broadcast_rounds r JOIN broadcasts b ON b.broadcast_id = r.broadcast_id
WHERE r.is_done = 0 AND r.due_at <= :now AND b.state = 1
ORDER BY r.due_at LIMIT 1
FOR UPDATE SKIP LOCKED;

-- name: hold_round!
UPDATE broadcast_rounds SET due_at = :due_at WHERE broadcast_id = :broadcast_id AND zone = :zone;

-- name: advance_round!
UPDATE broadcast_rounds SET reached = :reached, is_done = :is_done
WHERE broadcast_id = :broadcast_id AND zone = :zone;

-- name: count_left_out!
UPDATE broadcasts SET passed_over = passed_over + :passed_over, unreachable = unreachable + :unreachable
WHERE broadcast_id = :broadcast_id;

-- name: close_rounds!
UPDATE broadcast_rounds SET is_done = 1 WHERE broadcast_id = :broadcast_id;

-- name: gone_through
SELECT * FROM broadcasts b WHERE b.state IN (1, 3) AND NOT EXISTS (
    SELECT 1 FROM broadcast_rounds r WHERE r.broadcast_id = b.broadcast_id AND r.is_done = 0)
FOR UPDATE SKIP LOCKED;

-- name: late
SELECT * FROM broadcasts WHERE state IN (1, 2) AND expires_at <= :now;

-- name: over
SELECT broadcast_id, key_id FROM broadcasts WHERE state IN (0, 4, 5, 6) AND expires_at <= :now;

-- name: forget!
DELETE FROM broadcasts WHERE broadcast_id = :broadcast_id;

-- name: forget_rounds!
DELETE FROM broadcast_rounds WHERE broadcast_id = :broadcast_id;

-- name: sent_before^
SELECT sent_at FROM broadcast_texts WHERE text_lookup = :text_lookup AND sent_at > :since;

-- name: claim_text!
-- Changes no row where the same text has gone to the same people since.
INSERT INTO broadcast_texts (text_lookup, sent_at) VALUES (:text_lookup, :now)
ON CONFLICT (text_lookup) DO UPDATE SET sent_at = excluded.sent_at WHERE broadcast_texts.sent_at <= :since;

-- name: forget_texts!
DELETE FROM broadcast_texts WHERE sent_at <= :before;

-- name: refuse!
INSERT INTO broadcast_refusals (kind, reader) VALUES (:kind, :reader) ON CONFLICT (kind, reader) DO NOTHING;

-- name: want_again!
DELETE FROM broadcast_refusals WHERE kind = :kind AND reader = :reader;

-- name: refusals_of
SELECT kind FROM broadcast_refusals WHERE reader = :reader;

-- name: refusing
SELECT reader FROM broadcast_refusals WHERE kind = :kind AND reader >= :first AND reader <= :last;

-- name: forget_refusals!
DELETE FROM broadcast_refusals WHERE reader = :reader;
