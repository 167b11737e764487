-- name: veil_letter!
-- A neutral message that arrives twice does no harm; that what is behind it is lost would.
UPDATE outbox SET veil = 1, at_most_once = 0 WHERE letter_id = :letter_id;

-- name: letter_veiled!
-- Somebody may have asked for it already, before it could be written down that the neutral message stands.
UPDATE outbox SET state = CASE WHEN veil = 2 THEN 0 ELSE 2 END,
    message_id = CASE WHEN veil = 2 THEN message_id ELSE :message_id END, thread_id = :thread_id,
    try_at = CASE WHEN veil = 2 THEN CAST(:now AS BIGINT) ELSE CAST(:until AS BIGINT) END, expires_at = :keep_until
WHERE letter_id = :letter_id;

-- name: veiled_letter^
SELECT o.address_id, o.lane, o.veil, o.state, a.sealed AS address_sealed
FROM outbox o JOIN addresses a ON a.address_id = o.address_id
WHERE o.letter_id = :letter_id;

-- name: lift_veil!
-- A neutral message that is just on its way once more (state 1) is waited for.
UPDATE outbox SET veil = 2, message_id = :message_id, state = CASE WHEN state = 1 THEN 1 ELSE 0 END,
    try_at = CASE WHEN state = 1 THEN try_at ELSE :now END
WHERE letter_id = :letter_id AND state <= 2 AND veil = 1;

-- name: veil_before^
SELECT letter_id, veil FROM outbox WHERE ref = :ref AND veil > 0 AND state <= 2;

-- name: change_behind_veil!
UPDATE outbox SET sealed = :sealed, key_id = :key_id, ref = :ref
WHERE letter_id = :letter_id AND state > 1 AND veil = 1;

-- name: let_veil_fall*!
-- Its message is deleted: nobody can ask any more for what waits there.
UPDATE outbox SET try_at = :now WHERE letter_id = :letter_id AND state <= 2 AND veil = 1;

-- name: veils_fallen_due
SELECT letter_id, address_id, kind, ref, is_last FROM outbox WHERE veil = 1 AND try_at <= :now AND state = 2;

-- name: nothing_behind_veil!
UPDATE outbox SET veil = 3, sealed = NULL WHERE letter_id = :letter_id;

-- name: veils_at
-- They are kept for a fixed time after sending, so the end of that tells when they were sent.
SELECT letter_id, message_id FROM outbox
WHERE address_id = :address_id AND state = 2 AND veil > 0 AND message_id IS NOT NULL AND expires_at > :kept_until;

-- name: traced_person^
-- Members of staff keep what they were sent.
SELECT p.key_id, p.manner, k.sealed AS key_sealed FROM people p JOIN data_keys k ON k.key_id = p.key_id
WHERE p.person = :person AND p.is_staff = 0;

-- name: keep_traces*!
INSERT INTO traces (trace_id, person, sealed, wipe_at) VALUES (:trace_id, :person, :sealed, :wipe_at);

-- name: traces_of
SELECT trace_id, sealed FROM traces WHERE person = :person;

-- name: count_traces$
SELECT COUNT(*) FROM traces WHERE person = :person;

-- name: drop_trace*!
DELETE FROM traces WHERE trace_id = :trace_id;

-- name: move_traces!
UPDATE traces SET wipe_at = wipe_at + :seconds WHERE person = :person;

-- name: traces_due
SELECT trace_id, person, sealed FROM traces WHERE wipe_at <= :now ORDER BY wipe_at LIMIT :most;
