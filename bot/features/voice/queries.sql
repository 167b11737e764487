-- name: keep_consultation!
INSERT INTO consultations (consultation_id, organisation, form, area, age, wordings, opened_at, closes_at, is_closed,
                           is_demonstration, voices, key_id, outcome, outcome_at, is_told)
VALUES (:consultation_id, :organisation, :form, :area, :age, :wordings, :opened_at, :closes_at, 0,
        :is_demonstration, 0, :key_id, NULL, NULL, 1);

-- name: consultation^
SELECT * FROM consultations WHERE consultation_id = :consultation_id;

-- name: running
SELECT consultation_id FROM consultations WHERE is_closed = 0 ORDER BY consultation_id;

-- name: open_to
SELECT * FROM consultations
WHERE is_closed = 0 AND closes_at > :now AND area IN ('', :area) AND age IN ('', :age)
ORDER BY closes_at, consultation_id LIMIT :most OFFSET :skipped;

-- name: ended
SELECT * FROM consultations
WHERE is_closed = 1 ORDER BY closes_at DESC, consultation_id LIMIT :most OFFSET :skipped;

-- name: of_organisation
SELECT * FROM consultations
WHERE organisation = :organisation ORDER BY closes_at DESC, consultation_id LIMIT :most OFFSET :skipped;

-- name: of_all
SELECT * FROM consultations ORDER BY is_closed, closes_at DESC, consultation_id LIMIT :most OFFSET :skipped;

-- name: keep_taker!
INSERT INTO voice_takers (voter, consultation_id) VALUES (:voter, :consultation_id)
ON CONFLICT (voter) DO NOTHING;

-- name: count_takers$
-- The voters are written one behind the other, 22 characters each.
WITH RECURSIVE theirs (voter, others) AS (
    SELECT SUBSTR(CAST(:voters AS TEXT), 1, 22), SUBSTR(CAST(:voters AS TEXT), 23)
    UNION ALL
    SELECT SUBSTR(others, 1, 22), SUBSTR(others, 23) FROM theirs WHERE others <> ''
)
SELECT COUNT(*) FROM theirs CROSS JOIN voice_takers kept WHERE kept.voter = theirs.voter;

-- name: one_voice_less*!
UPDATE consultations SET voices = voices - 1
WHERE is_closed = 0 AND consultation_id = (SELECT t.consultation_id FROM voice_takers t WHERE t.voter = :voter);

-- name: forget_taker*!
DELETE FROM voice_takers WHERE voter = :voter;

-- name: one_more_voice!
UPDATE consultations SET voices = voices + 1
WHERE consultation_id = :consultation_id AND is_closed = 0 AND closes_at > :now;

-- name: count_voice!
INSERT INTO voice_counts (consultation_id, answer, voices) VALUES (:consultation_id, :answer, 1)
ON CONFLICT (consultation_id, answer) DO UPDATE SET voices = voice_counts.voices + 1;

-- name: counts
SELECT answer, voices FROM voice_counts WHERE consultation_id = :consultation_id;

-- name: keep_words!
INSERT INTO voice_words (words_id, consultation_id, sealed) VALUES (:words_id, :consultation_id, :sealed);

-- name: words
SELECT words_id, sealed FROM voice_words WHERE consultation_id = :consultation_id
ORDER BY words_id LIMIT :most OFFSET :skipped;

-- name: keep_listener!
INSERT INTO voice_listeners (address_id, consultation_id) VALUES (:address_id, :consultation_id);

-- name: forget_listener*!
DELETE FROM voice_listeners WHERE address_id = :address_id;

-- name: waiting_for
-- The engine's addresses say whether somebody is still reached, and in which language.
SELECT l.address_id, d.language FROM voice_listeners l
LEFT JOIN addresses d ON d.address_id = l.address_id
WHERE l.consultation_id = :consultation_id ORDER BY l.address_id LIMIT :most;

-- name: due_to_close
SELECT * FROM consultations WHERE is_closed = 0 AND closes_at <= :now ORDER BY closes_at LIMIT :most;

-- name: close!
UPDATE consultations SET is_closed = 1, closes_at = :closes_at
WHERE consultation_id = :consultation_id AND is_closed = 0;

-- name: mix_words!
-- PostgreSQL keeps with each row by which transaction it was written: from now on by one and the same.
UPDATE voice_words SET sealed = sealed WHERE consultation_id = :consultation_id;

-- name: mix_counts!
UPDATE voice_counts SET voices = voices WHERE consultation_id = :consultation_id;

-- name: forget_takers!
DELETE FROM voice_takers WHERE consultation_id = :consultation_id;

-- name: keep_outcome!
UPDATE consultations SET outcome = :outcome, outcome_at = :now, is_told = 0
WHERE consultation_id = :consultation_id AND outcome IS NULL;

-- name: to_tell^
-- One worker at a time tells of it: nobody is told twice.
SELECT * FROM consultations WHERE is_told = 0 ORDER BY outcome_at LIMIT 1 FOR UPDATE SKIP LOCKED;

-- name: told!
UPDATE consultations SET is_told = 1 WHERE consultation_id = :consultation_id;

-- name: words_to_destroy
SELECT consultation_id, key_id FROM consultations
WHERE is_closed = 1 AND closes_at <= :before AND key_id IS NOT NULL ORDER BY closes_at LIMIT :most;

-- name: destroy_words!
DELETE FROM voice_words WHERE consultation_id = :consultation_id;

-- name: without_key!
UPDATE consultations SET key_id = NULL WHERE consultation_id = :consultation_id;

-- name: old$
SELECT consultation_id FROM consultations WHERE is_closed = 1 AND closes_at <= :before
ORDER BY closes_at LIMIT 1;

-- name: listeners
SELECT address_id FROM voice_listeners WHERE consultation_id = :consultation_id;

-- name: forget_listeners!
DELETE FROM voice_listeners WHERE consultation_id = :consultation_id;

-- name: forget_counts!
DELETE FROM voice_counts WHERE consultation_id = :consultation_id;

-- name: forget!
DELETE FROM consultations WHERE consultation_id = :consultation_id;

-- name: awaited
SELECT consultation_id FROM consultations WHERE is_told = 0 OR outcome_at IS NULL OR outcome_at > :since;
