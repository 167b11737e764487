-- name: room^
SELECT session_id, key_id, expires_at, feedback_ends_at, answers, is_closed FROM session_rooms
WHERE session_id = :session_id;

-- name: keep_rooms*!
-- A programme may have become longer since, a session have another end.
INSERT INTO session_rooms (session_id, key_id, expires_at, feedback_ends_at, answers, is_closed)
VALUES (:session_id, NULL, :expires_at, :feedback_ends_at, 0, 0)
ON CONFLICT (session_id) DO UPDATE
SET expires_at = excluded.expires_at,
    feedback_ends_at = COALESCE(excluded.feedback_ends_at, session_rooms.feedback_ends_at);

-- name: keep_key!
UPDATE session_rooms SET key_id = :key_id WHERE session_id = :session_id AND key_id IS NULL;

-- name: keep_question!
INSERT INTO questions (question_id, session_id, state, role, votes, address_id, merged_into, sealed, answer)
VALUES (:question_id, :session_id, 0, :role, 0, :address_id, NULL, :sealed, NULL);

-- name: question^
SELECT * FROM questions WHERE question_id = :question_id;

-- name: held_question^
SELECT * FROM questions WHERE question_id = :question_id FOR UPDATE;

-- name: held_pair
-- In one order for everybody, so that nobody waits for each other.
SELECT * FROM questions WHERE question_id IN (:one, :other) ORDER BY question_id FOR UPDATE;

-- name: visible
SELECT * FROM questions WHERE session_id = :session_id AND state IN (1, 2)
ORDER BY state, votes DESC, question_id LIMIT :most OFFSET :skipped;

-- name: takers
-- Those a duplicate can be merged into.
SELECT * FROM questions WHERE session_id = :session_id AND state >= :least AND state <= 2 AND question_id <> :question_id
ORDER BY votes DESC, question_id LIMIT :most OFFSET :skipped;

-- name: next_waiting^
SELECT * FROM questions WHERE state = 0 AND session_id = :session_id AND question_id > :after
ORDER BY question_id LIMIT 1;

-- name: waiting_in$
SELECT COUNT(*) FROM questions WHERE state = 0 AND session_id = :session_id;

-- name: waiting_by_session
SELECT session_id, COUNT(*) AS questions FROM questions WHERE state = 0
GROUP BY session_id ORDER BY session_id LIMIT :most OFFSET :skipped;

-- name: own
-- The ids are written one behind the other, 16 characters each. What became of one that was merged, became of
-- the other.
WITH RECURSIVE wanted (question_id, others) AS (
    SELECT SUBSTR(CAST(:ids AS TEXT), 1, 16), SUBSTR(CAST(:ids AS TEXT), 17)
    UNION ALL
    SELECT SUBSTR(others, 1, 16), SUBSTR(others, 17) FROM wanted WHERE others <> ''
)
SELECT q.question_id, q.address_id, q.session_id, COALESCE(o.state, q.state) AS standing
FROM wanted CROSS JOIN questions q
LEFT JOIN questions o ON o.question_id = q.merged_into
WHERE q.question_id = wanted.question_id
ORDER BY q.question_id;

-- name: set_state!
UPDATE questions SET state = :state, answer = :answer WHERE question_id = :question_id;

-- name: askers
-- Of a question, and of all that were merged into it, who can still be reached.
SELECT q.address_id, d.language FROM questions q JOIN addresses d ON d.address_id = q.address_id
WHERE q.question_id = :question_id OR q.merged_into = :question_id
ORDER BY q.address_id;

-- name: merge!
UPDATE questions SET state = 4, merged_into = :into, votes = 0 WHERE question_id = :question_id;

-- name: follow!
-- What was merged into one goes with it.
UPDATE questions SET merged_into = :into WHERE merged_into = :gone AND question_id <> :into;

-- name: first_merged^
SELECT * FROM questions WHERE merged_into = :question_id ORDER BY question_id LIMIT 1;

-- name: take_place!
UPDATE questions SET state = :state, merged_into = NULL, answer = :answer WHERE question_id = :question_id;

-- name: count_anew!
UPDATE questions SET votes = (SELECT COUNT(*) FROM question_votes v WHERE v.question_id = questions.question_id)
WHERE question_id = :question_id;

-- name: drop_question!
DELETE FROM questions WHERE question_id = :question_id;

-- name: keep_vote!
INSERT INTO question_votes (vote, question_id, sealed) VALUES (:vote, :question_id, :sealed)
ON CONFLICT (vote) DO NOTHING;

-- name: keep_votes*!
INSERT INTO question_votes (vote, question_id, sealed) VALUES (:vote, :question_id, :sealed)
ON CONFLICT (vote) DO NOTHING;

-- name: drop_vote!
DELETE FROM question_votes WHERE vote = :vote;

-- name: add_votes!
UPDATE questions SET votes = votes + :votes WHERE question_id = :question_id;

-- name: votes_of
SELECT vote, sealed FROM question_votes WHERE question_id = :question_id;

-- name: drop_votes_of!
DELETE FROM question_votes WHERE question_id = :question_id;

-- name: given
-- Which of these votes there are; they are written one behind the other, 22 characters each. First a hundred at
-- a time: to take one after the other from the head of a long text would copy it again and again.
WITH RECURSIVE hundreds (hundred, others) AS (
    SELECT SUBSTR(CAST(:votes AS TEXT), 1, 2200), SUBSTR(CAST(:votes AS TEXT), 2201)
    UNION ALL
    SELECT SUBSTR(others, 1, 2200), SUBSTR(others, 2201) FROM hundreds WHERE others <> ''
), theirs (vote, others) AS (
    SELECT SUBSTR(hundred, 1, 22), SUBSTR(hundred, 23) FROM hundreds
    UNION ALL
    SELECT SUBSTR(others, 1, 22), SUBSTR(others, 23) FROM theirs WHERE others <> ''
)
SELECT vote FROM theirs
WHERE (SELECT COUNT(*) FROM question_votes kept WHERE kept.vote = theirs.vote) > 0;

-- name: voted_for
SELECT question_id, session_id FROM questions WHERE votes > 0 ORDER BY question_id;

-- name: one_vote_less*!
UPDATE questions SET votes = votes - 1
WHERE question_id = (SELECT v.question_id FROM question_votes v WHERE v.vote = :vote);

-- name: drop_votes*!
DELETE FROM question_votes WHERE vote = :vote;

-- name: rounds_since
SELECT session_id, place FROM feedback_rounds WHERE expires_at > :now;

-- name: open_rounds*!
INSERT INTO feedback_rounds (session_id, place, zone, due_at, expires_at, reached, is_done)
VALUES (:session_id, :place, :zone, :due_at, :expires_at, '', 0)
ON CONFLICT (session_id, place) DO NOTHING;

-- name: next_round^
SELECT session_id, place, zone, expires_at, reached FROM feedback_rounds
WHERE is_done = 0 AND due_at <= :now
ORDER BY due_at LIMIT 1
FOR UPDATE SKIP LOCKED;

-- name: hold_round!
UPDATE feedback_rounds SET due_at = :due_at WHERE session_id = :session_id AND place = :place;

-- name: advance_round!
UPDATE feedback_rounds SET reached = :reached, is_done = :is_done
WHERE session_id = :session_id AND place = :place;

-- name: drop_round!
DELETE FROM feedback_rounds WHERE session_id = :session_id AND place = :place;

-- name: passed_over
-- Of one stretch: who was asked already, and who wants never to be.
SELECT attendee FROM feedback_asked
WHERE session_id = :session_id AND attendee > :after AND attendee <= :last
UNION
SELECT attendee FROM feedback_refusals WHERE attendee > :after AND attendee <= :last;

-- name: keep_asked*!
INSERT INTO feedback_asked (session_id, attendee) VALUES (:session_id, :attendee);

-- name: was_asked$
SELECT COUNT(*) FROM feedback_asked WHERE session_id = :session_id AND attendee = :attendee;

-- name: asked_of$
SELECT COUNT(*) FROM feedback_asked WHERE attendee = :attendee;

-- name: forget_asked_of!
DELETE FROM feedback_asked WHERE attendee = :attendee;

-- name: forget_asked!
DELETE FROM feedback_asked WHERE session_id = :session_id;

-- name: refuse!
INSERT INTO feedback_refusals (attendee) VALUES (:attendee) ON CONFLICT (attendee) DO NOTHING;

-- name: want_again!
DELETE FROM feedback_refusals WHERE attendee = :attendee;

-- name: refuses$
SELECT COUNT(*) FROM feedback_refusals WHERE attendee = :attendee;

-- name: keep_rating!
INSERT INTO feedback (giver, session_id, rating, sealed) VALUES (:giver, :session_id, :rating, NULL)
ON CONFLICT (giver) DO NOTHING;

-- name: one_more_answer!
UPDATE session_rooms SET answers = answers + 1
WHERE session_id = :session_id AND is_closed = 0 AND feedback_ends_at > :now;

-- name: change_rating!
UPDATE feedback SET rating = :rating WHERE giver = :giver;

-- name: keep_line!
UPDATE feedback SET sealed = :sealed WHERE giver = :giver;

-- name: collecting
SELECT session_id FROM session_rooms WHERE is_closed = 0 AND feedback_ends_at > 0 AND answers > 0
ORDER BY session_id;

-- name: count_givers$
-- The givers are written one behind the other, 22 characters each.
WITH RECURSIVE theirs (giver, others) AS (
    SELECT SUBSTR(CAST(:givers AS TEXT), 1, 22), SUBSTR(CAST(:givers AS TEXT), 23)
    UNION ALL
    SELECT SUBSTR(others, 1, 22), SUBSTR(others, 23) FROM theirs WHERE others <> ''
)
SELECT COUNT(*) FROM theirs CROSS JOIN feedback kept WHERE kept.giver = theirs.giver;

-- name: one_answer_less*!
UPDATE session_rooms SET answers = answers - 1
WHERE session_id = (SELECT f.session_id FROM feedback f WHERE f.giver = :giver);

-- name: forget_giver*!
DELETE FROM feedback WHERE giver = :giver;

-- name: to_close^
SELECT session_id, key_id, expires_at, feedback_ends_at, answers, is_closed FROM session_rooms
WHERE is_closed = 0 AND feedback_ends_at <= :now ORDER BY feedback_ends_at LIMIT 1
FOR UPDATE SKIP LOCKED;

-- name: close!
UPDATE session_rooms SET is_closed = 1 WHERE session_id = :session_id;

-- name: keep_counts!
INSERT INTO feedback_counts (session_id, rating, voices)
SELECT session_id, rating, COUNT(*) FROM feedback WHERE session_id = :session_id GROUP BY session_id, rating;

-- name: lines_of
SELECT giver, sealed FROM feedback WHERE session_id = :session_id AND sealed IS NOT NULL;

-- name: keep_words*!
INSERT INTO feedback_words (words_id, session_id, sealed) VALUES (:words_id, :session_id, :sealed);

-- name: forget_givers!
DELETE FROM feedback WHERE session_id = :session_id;

-- name: rated
SELECT session_id, key_id, expires_at, feedback_ends_at, answers, is_closed FROM session_rooms
WHERE answers >= :least ORDER BY feedback_ends_at DESC, session_id LIMIT :most OFFSET :skipped;

-- name: counts
SELECT rating, voices FROM feedback_counts WHERE session_id = :session_id;

-- name: words
SELECT words_id, sealed FROM feedback_words WHERE session_id = :session_id
ORDER BY words_id LIMIT :most OFFSET :skipped;

-- name: old_room^
SELECT session_id, key_id FROM session_rooms WHERE expires_at <= :now ORDER BY expires_at LIMIT 1 FOR UPDATE;

-- name: addresses_in
SELECT address_id FROM questions WHERE session_id = :session_id;

-- name: drop_votes_in!
DELETE FROM question_votes WHERE question_id IN (SELECT question_id FROM questions WHERE session_id = :session_id);

-- name: drop_questions_in!
DELETE FROM questions WHERE session_id = :session_id;

-- name: drop_counts!
DELETE FROM feedback_counts WHERE session_id = :session_id;

-- name: drop_words!
DELETE FROM feedback_words WHERE session_id = :session_id;

-- name: drop_rounds!
DELETE FROM feedback_rounds WHERE session_id = :session_id;

-- name: drop_room!
DELETE FROM session_rooms WHERE session_id = :session_id;
