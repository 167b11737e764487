-- name: open_concern!
INSERT INTO concerns (case_id, key_id, code_lookup, reference, name_number, topic, area, language, kinds,
                      is_about_staff, state, urgency, tier, reporter, opened_at, changed_at, answer_by_at,
                      conduct, training)
VALUES (:case_id, :key_id, :code_lookup, :reference, :name_number, :topic, :area, :language, :kinds,
        :is_about_staff, 0, :urgency, 0, :reporter, :now, :now, :answer_by_at, :conduct, :training);

-- name: concern^
-- Nobody else changes the case until this unit is over: words written while it is being taken are not missed.
SELECT * FROM concerns WHERE case_id = :case_id FOR UPDATE;

-- name: concern_by_code^
SELECT * FROM concerns WHERE code_lookup = :code_lookup FOR UPDATE;

-- name: concerns_called
SELECT * FROM concerns WHERE reference = :reference LIMIT :most;

-- name: concerns_of_officer
-- What presses first, then what was not looked at yet.
SELECT * FROM concerns WHERE officer = :officer AND state = 1
ORDER BY urgency DESC, CASE WHEN unseen > 0 THEN 0 ELSE 1 END, opened_at LIMIT :most;

-- name: concerns_pressing
SELECT * FROM concerns WHERE state = :state AND urgency = :urgency ORDER BY opened_at LIMIT :most;

-- name: concerns_of_organisation
SELECT * FROM concerns WHERE organisation = :organisation AND state = 1 ORDER BY opened_at LIMIT :most;

-- name: take!
UPDATE concerns SET state = 1, officer = :officer, organisation = :organisation, changed_at = :now, call_at = NULL,
    seen_at = :now, unseen = 0
WHERE case_id = :case_id AND state = 0;

-- name: pass_on!
UPDATE concerns SET officer = :officer, organisation = :organisation, changed_at = :now, seen_at = :now, unseen = 0
WHERE case_id = :case_id AND state = 1;

-- name: called!
UPDATE concerns SET tier = :tier, call_at = :call_at WHERE case_id = :case_id;

-- name: to_call
SELECT * FROM concerns WHERE call_at <= :now ORDER BY call_at LIMIT :most FOR UPDATE;

-- name: promise!
UPDATE concerns SET answer_by_at = :answer_by_at, is_late = :is_late WHERE case_id = :case_id;

-- name: promises_missed
SELECT * FROM concerns WHERE answer_by_at <= :now ORDER BY answer_by_at LIMIT :most FOR UPDATE;

-- name: looked_at!
UPDATE concerns SET seen_at = :now, unseen = 0, call_at = NULL WHERE case_id = :case_id;

-- name: written_to!
UPDATE concerns SET unseen = unseen + 1, changed_at = :now WHERE case_id = :case_id;

-- name: answered!
UPDATE concerns SET answer_by_at = NULL, is_late = 0, unseen = 0, call_at = NULL, changed_at = :now WHERE case_id = :case_id;

-- name: set_urgency!
UPDATE concerns SET urgency = :urgency WHERE case_id = :case_id;

-- name: set_labels!
UPDATE concerns SET labels = :labels WHERE case_id = :case_id;

-- name: set_summary!
UPDATE concerns SET summary = :sealed WHERE case_id = :case_id;

-- name: summary$
SELECT summary FROM concerns WHERE case_id = :case_id;

-- name: conduct$
SELECT conduct FROM concerns WHERE case_id = :case_id;

-- name: set_conduct!
UPDATE concerns SET conduct = :conduct WHERE case_id = :case_id;

-- name: set_rated!
UPDATE concerns SET is_rated = 1 WHERE case_id = :case_id AND is_rated = 0;

-- name: close!
UPDATE concerns SET state = 2, outcome = :outcome, changed_at = :now, call_at = NULL, answer_by_at = NULL,
    is_late = 0, expires_at = :expires_at
WHERE case_id = :case_id AND state < 2;

-- name: reopen!
UPDATE concerns SET state = :state, officer = :officer, outcome = NULL, changed_at = :now, tier = 0, is_rated = 0,
    answer_by_at = :answer_by_at, expires_at = NULL
WHERE case_id = :case_id AND state = 2;

-- name: silent_since
SELECT * FROM concerns WHERE state = 1 AND answer_by_at IS NULL AND changed_at <= :before LIMIT :most FOR UPDATE;

-- name: expired
SELECT * FROM concerns WHERE expires_at <= :now ORDER BY expires_at LIMIT :most FOR UPDATE;

-- name: code_lookup$
SELECT code_lookup FROM concerns WHERE case_id = :case_id;

-- name: set_reporter!
UPDATE concerns SET reporter = :reporter WHERE case_id = :case_id;

-- name: forget_sources!
-- Telegram numbers messages anew in every chat: in another account the number means another message.
UPDATE concern_messages SET source_message = 0 WHERE case_id = :case_id AND from_officer = :from_officer;

-- name: give_back!
UPDATE concerns SET state = 0, officer = NULL, tier = 0, changed_at = :now WHERE case_id = :case_id AND state = 1;

-- name: erase_concern!
DELETE FROM concerns WHERE case_id = :case_id;

-- name: add_message!
INSERT INTO concern_messages (message_id, case_id, from_officer, sealed, source_message, position, is_edited, files)
SELECT :message_id, :case_id, :from_officer, :sealed, :source_message, COALESCE(MAX(position), 0) + 1, 0, :files
FROM concern_messages WHERE case_id = :case_id;

-- name: messages_of
SELECT * FROM concern_messages WHERE case_id = :case_id ORDER BY position;

-- name: message^
SELECT * FROM concern_messages WHERE message_id = :message_id;

-- name: message_by_source^
SELECT * FROM concern_messages
WHERE case_id = :case_id AND from_officer = :from_officer AND source_message = :source_message;

-- name: concern_of_answer^
SELECT c.* FROM concerns c JOIN concern_messages m ON m.case_id = c.case_id
WHERE c.officer = :officer AND m.from_officer = 1 AND m.source_message = :source_message;

-- name: edit_message!
UPDATE concern_messages SET sealed = :sealed, is_edited = 1 WHERE message_id = :message_id;

-- name: drop_message!
DELETE FROM concern_messages WHERE message_id = :message_id;

-- name: erase_messages!
DELETE FROM concern_messages WHERE case_id = :case_id;

-- name: add_card!
INSERT INTO concern_cards (case_id, officer) VALUES (:case_id, :officer) ON CONFLICT (case_id, officer) DO NOTHING;

-- name: cards_of
SELECT officer FROM concern_cards WHERE case_id = :case_id;

-- name: cards_shown_to
SELECT case_id FROM concern_cards WHERE officer = :officer;

-- name: drop_card!
DELETE FROM concern_cards WHERE case_id = :case_id AND officer = :officer;

-- name: erase_cards!
DELETE FROM concern_cards WHERE case_id = :case_id;

-- name: exclude!
INSERT INTO concern_exclusions (case_id, officer) VALUES (:case_id, :officer) ON CONFLICT (case_id, officer) DO NOTHING;

-- name: excluded
SELECT officer FROM concern_exclusions WHERE case_id = :case_id;

-- name: excluded_from
SELECT case_id FROM concern_exclusions WHERE officer = :officer;

-- name: erase_exclusions!
DELETE FROM concern_exclusions WHERE case_id = :case_id;

-- name: add_note!
INSERT INTO concern_notes (note_id, case_id, organisation, sealed, position)
SELECT :note_id, :case_id, :organisation, :sealed, COALESCE(MAX(position), 0) + 1 FROM concern_notes WHERE case_id = :case_id;

-- name: notes_of
SELECT * FROM concern_notes WHERE case_id = :case_id ORDER BY position;

-- name: erase_notes!
DELETE FROM concern_notes WHERE case_id = :case_id;

-- name: offer!
-- The summary as it is now: what is agreed to is what goes over.
INSERT INTO concern_handovers
    (case_id, offer_id, from_officer, to_organisation, scope, state, reason, asked_at, summary)
SELECT case_id, :offer_id, officer, :to_organisation, :scope, :state, :reason, :now, summary
FROM concerns WHERE case_id = :case_id;

-- name: handover^
-- Not locked: whoever changes one has its case first.
SELECT * FROM concern_handovers WHERE case_id = :case_id;

-- name: handover_agreed!
UPDATE concern_handovers SET state = :state, scope = :scope, asked_at = :now WHERE case_id = :case_id;

-- name: handovers_before
SELECT case_id FROM concern_handovers
WHERE (state = 2 AND asked_at <= :unsigned_before) OR asked_at <= :before
ORDER BY asked_at LIMIT :most;

-- name: end_handover!
DELETE FROM concern_handovers WHERE case_id = :case_id;

-- name: count_case!
INSERT INTO case_counts (month, topic, organisation, outcome, cases)
VALUES (:month, :topic, :organisation, :outcome, 1)
ON CONFLICT (month, topic, organisation, outcome) DO UPDATE SET cases = case_counts.cases + 1;

-- name: case_counts
SELECT * FROM case_counts ORDER BY month, topic, organisation, outcome;

-- name: count_rating!
INSERT INTO case_ratings (month, topic, organisation, rating, answers)
VALUES (:month, :topic, :organisation, :rating, 1)
ON CONFLICT (month, topic, organisation, rating) DO UPDATE SET answers = case_ratings.answers + 1;

-- name: case_ratings
SELECT * FROM case_ratings ORDER BY month, topic, organisation, rating;

-- name: hold!
INSERT INTO concern_held (held_id, officer, key_id, sealed, source_message, held_at, case_id)
VALUES (:held_id, :officer, :key_id, :sealed, :source_message, :now, :case_id);

-- name: held^
SELECT * FROM concern_held WHERE held_id = :held_id AND officer = :officer;

-- name: held_by_source^
SELECT * FROM concern_held WHERE officer = :officer AND source_message = :source_message;

-- name: edit_held!
UPDATE concern_held SET sealed = :sealed WHERE held_id = :held_id;

-- name: drop_held!
DELETE FROM concern_held WHERE held_id = :held_id;

-- name: held_of_case
SELECT held_id, key_id FROM concern_held WHERE case_id = :case_id;

-- name: held_before
SELECT held_id, key_id FROM concern_held WHERE held_at <= :before;

-- name: keep_proof!
INSERT INTO erasures (proof_lookup, erased_at) VALUES (:proof_lookup, :now) ON CONFLICT (proof_lookup) DO NOTHING;

-- name: proof$
SELECT erased_at FROM erasures WHERE proof_lookup = :proof_lookup;

-- name: counts
SELECT topic, state, COUNT(*) AS cases FROM concerns WHERE training IS NULL GROUP BY topic, state;


-- name: training_staff
SELECT officer FROM training_staff WHERE training_id = :training ORDER BY officer;

-- name: strikes^
SELECT token, key_id, sealed FROM strikes WHERE token = :token;

-- name: strikes_to_change^
-- What is kept already, or the new row; nobody else changes it until this unit is over.
INSERT INTO strikes (token, key_id, sealed) VALUES (:token, :key_id, :sealed)
ON CONFLICT (token) DO UPDATE SET token = excluded.token
RETURNING token, key_id, sealed;

-- name: all_strikes
SELECT token, key_id, sealed FROM strikes FOR UPDATE SKIP LOCKED;

-- name: keep_strikes!
UPDATE strikes SET key_id = :key_id, sealed = :sealed WHERE token = :token;

-- name: drop_strikes!
DELETE FROM strikes WHERE token = :token;

-- name: set_struck!
UPDATE concerns SET struck_at = :now, struck_by = :officer, struck_for = :reason, appeal = 0 WHERE case_id = :case_id;

-- name: struck^
SELECT struck_at, struck_by, struck_for, appeal FROM concerns WHERE case_id = :case_id AND struck_at IS NOT NULL;

-- name: set_appeal!
UPDATE concerns SET appeal = :appeal WHERE case_id = :case_id;

-- name: begin_training!
INSERT INTO trainings (training_id, code_lookup, organisation, ends_at)
VALUES (:training_id, :code_lookup, :organisation, :ends_at);

-- name: training^
SELECT training_id, organisation, ends_at FROM trainings WHERE training_id = :training_id AND ends_at > :now;

-- name: training_by_code^
SELECT training_id, organisation, ends_at FROM trainings WHERE code_lookup = :code_lookup AND ends_at > :now;

-- name: trainings
SELECT training_id, organisation, ends_at FROM trainings WHERE ends_at > :now ORDER BY ends_at;

-- name: trainings_over
SELECT training_id, organisation, ends_at FROM trainings WHERE ends_at <= :now FOR UPDATE;

-- name: end_training!
DELETE FROM trainings WHERE training_id = :training_id;

-- name: left_by_trainings
-- Cases of trainings that are over.
SELECT * FROM concerns WHERE training > '' AND NOT EXISTS
    (SELECT 1 FROM trainings WHERE trainings.training_id = concerns.training) LIMIT :most FOR UPDATE SKIP LOCKED;

-- name: train!
INSERT INTO training_staff (training_id, officer) VALUES (:training_id, :officer)
ON CONFLICT (training_id, officer) DO NOTHING;

-- name: leave_training!
DELETE FROM training_staff WHERE training_id = :training_id AND officer = :officer;

-- name: erase_training_staff!
DELETE FROM training_staff WHERE training_id = :training_id;

-- name: offer_card!
INSERT INTO concern_cards (case_id, officer, is_offered) VALUES (:case_id, :officer, 1)
ON CONFLICT (case_id, officer) DO UPDATE SET is_offered = 1;

-- name: offered_to
SELECT officer FROM concern_cards WHERE case_id = :case_id AND is_offered = 1 ORDER BY officer;

-- name: offers_to
SELECT case_id FROM concern_cards WHERE officer = :officer AND is_offered = 1 ORDER BY case_id;

-- name: turn_down!
UPDATE concern_cards SET is_offered = 0 WHERE case_id = :case_id AND officer = :officer;

-- name: end_offers!
UPDATE concern_cards SET is_offered = 0 WHERE case_id = :case_id AND is_offered = 1;

-- name: drop_cards_of!
DELETE FROM concern_cards WHERE officer = :officer;

-- name: take_over_summary!
UPDATE concerns SET summary = COALESCE(
    (SELECT h.summary FROM concern_handovers h WHERE h.case_id = concerns.case_id), summary)
WHERE case_id = :case_id;

-- name: limit!
-- How much an organisation may read of what was written before it had the case.
INSERT INTO concern_limits (case_id, organisation, scope, upto)
SELECT :case_id, :organisation, :scope, COALESCE(MAX(position), 0) FROM concern_messages WHERE case_id = :case_id
ON CONFLICT (case_id, organisation) DO UPDATE SET scope = excluded.scope, upto = excluded.upto;

-- name: limits
SELECT l.scope, m.message_id FROM concern_limits l
LEFT JOIN concern_messages m ON m.case_id = l.case_id AND m.position <= l.upto
WHERE l.case_id = :case_id AND l.organisation = :organisation;

-- name: erase_limits!
DELETE FROM concern_limits WHERE case_id = :case_id;

-- name: copies_of_case
SELECT message_id, from_officer, files FROM concern_messages WHERE case_id = :case_id ORDER BY position;

-- name: copies_of_officer
-- Of cases that are closed too: what stands on their phone goes.
SELECT m.message_id, m.from_officer, m.files FROM concerns c JOIN concern_messages m ON m.case_id = c.case_id
WHERE c.officer = :officer ORDER BY m.case_id, m.position;

-- name: cases_of_officer
SELECT case_id, state FROM concerns WHERE officer = :officer ORDER BY case_id;

-- name: held_of
SELECT held_id, key_id FROM concern_held WHERE officer = :officer;

-- name: leave_trainings!
DELETE FROM training_staff WHERE officer = :officer;

-- name: about_staff_waiting
SELECT * FROM concerns WHERE state = 0 AND is_about_staff = 1 ORDER BY opened_at LIMIT :most;
