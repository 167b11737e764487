-- name: programmes_ending_after
SELECT programme_id, name, title, zone, tracks, starts_at, ends_at
FROM programmes WHERE ends_at > :moment ORDER BY starts_at, name;

-- name: programme^
SELECT programme_id, name, title, zone, tracks, starts_at, ends_at
FROM programmes WHERE programme_id = :programme_id;

-- name: programme_named^
SELECT programme_id, name, title, zone, tracks, starts_at, ends_at, version
FROM programmes WHERE name = :name;

-- name: keep_programme!
INSERT INTO programmes (programme_id, name, title, zone, version, tracks, starts_at, ends_at)
VALUES (:programme_id, :name, :title, :zone, :version, :tracks, :starts_at, :ends_at)
ON CONFLICT (programme_id) DO UPDATE
SET title = excluded.title, zone = excluded.zone, version = excluded.version, tracks = excluded.tracks,
    starts_at = excluded.starts_at, ends_at = excluded.ends_at;

-- name: sessions_of_programme
SELECT s.session_id, s.programme_id, s.session_key, s.starts_at, s.ends_at, s.state, s.is_withdrawn, s.doubts,
       s.edits, s.content, p.zone
FROM sessions s JOIN programmes p ON p.programme_id = s.programme_id
WHERE s.programme_id = :programme_id;

-- name: newest_import^
SELECT MAX(imported_at) AS imported_at, COUNT(*) AS versions FROM programme_imports
WHERE programme_id = :programme_id;

-- name: revisions_of_agenda
-- How often what matters of a session has changed, when it did so last, and since when it is known.
SELECT s.session_id,
       (SELECT COUNT(*) FROM session_changes c WHERE c.session_id = s.session_id) AS changes,
       (SELECT MAX(i.imported_at) FROM session_changes c JOIN programme_imports i ON i.import_id = c.import_id
        WHERE c.session_id = s.session_id) AS changed_at,
       (SELECT MIN(i.imported_at) FROM programme_imports i WHERE i.programme_id = s.programme_id) AS known_at
FROM agenda g JOIN sessions s ON s.session_id = g.session_id
WHERE g.attendee = :attendee;

-- name: revision_of_session
SELECT s.session_id,
       (SELECT COUNT(*) FROM session_changes c WHERE c.session_id = s.session_id) AS changes,
       (SELECT MAX(i.imported_at) FROM session_changes c JOIN programme_imports i ON i.import_id = c.import_id
        WHERE c.session_id = s.session_id) AS changed_at,
       (SELECT MIN(i.imported_at) FROM programme_imports i WHERE i.programme_id = s.programme_id) AS known_at
FROM sessions s
WHERE s.session_id = :session_id;

-- name: keep_sessions*!
INSERT INTO sessions (session_id, programme_id, session_key, starts_at, ends_at, day, track, state, is_withdrawn,
                      doubts, edits, content)
VALUES (:session_id, :programme_id, :session_key, :starts_at, :ends_at, :day, :track, :state, 0, 0, :edits,
        :content)
ON CONFLICT (session_id) DO UPDATE
SET starts_at = excluded.starts_at, ends_at = excluded.ends_at, day = excluded.day, track = excluded.track,
    state = excluded.state, is_withdrawn = 0, doubts = 0, edits = excluded.edits, content = excluded.content;

-- name: doubt_sessions*!
UPDATE sessions SET is_withdrawn = :is_withdrawn, doubts = :doubts, edits = :edits
WHERE session_id = :session_id;

-- name: session^
SELECT s.session_id, s.programme_id, s.session_key, s.starts_at, s.ends_at, s.state, s.is_withdrawn, s.doubts,
       s.edits, s.content, p.zone
FROM sessions s JOIN programmes p ON p.programme_id = s.programme_id
WHERE s.session_id = :session_id;

-- name: sessions_named
-- The ids are written one behind the other, 16 characters each.
WITH RECURSIVE wanted (session_id, others) AS (
    SELECT SUBSTR(CAST(:ids AS TEXT), 1, 16), SUBSTR(CAST(:ids AS TEXT), 17)
    UNION ALL
    SELECT SUBSTR(others, 1, 16), SUBSTR(others, 17) FROM wanted WHERE others <> ''
)
SELECT s.session_id, s.programme_id, s.session_key, s.starts_at, s.ends_at, s.state, s.is_withdrawn, s.doubts,
       s.edits, s.content, p.zone, p.ends_at AS programme_ends_at
FROM wanted CROSS JOIN sessions s JOIN programmes p ON p.programme_id = s.programme_id
WHERE s.session_id = wanted.session_id;

-- name: sessions_ending_next
SELECT session_id FROM sessions
WHERE ends_at > :now AND is_withdrawn = 0 AND state <> 'cancelled'
ORDER BY ends_at, session_id LIMIT :most;

-- name: ended_sessions
-- Every place somebody is in who wants to be reminded has its rounds.
SELECT DISTINCT s.session_id, s.ends_at, p.ends_at AS programme_ends_at, p.zone AS venue, r.zone AS place
FROM sessions s
JOIN programmes p ON p.programme_id = s.programme_id
JOIN rounds r ON r.session_id = s.session_id
WHERE s.ends_at > :since AND s.ends_at <= :until AND s.is_withdrawn = 0 AND s.state <> 'cancelled'
  AND EXISTS (
      SELECT 1 FROM agenda g
      WHERE g.session_id = s.session_id AND g.lead_minutes = r.lead_minutes AND g.zone = r.zone);

-- name: reminded_of_session
SELECT g.attendee, t.address_id, d.language
FROM agenda g
JOIN attendees t ON t.attendee = g.attendee
LEFT JOIN addresses d ON d.address_id = t.address_id
WHERE g.session_id = :session_id AND g.attendee > :after AND g.zone = :place AND g.lead_minutes IS NOT NULL
ORDER BY g.attendee LIMIT :most;

-- name: days
SELECT day, COUNT(*) AS sessions FROM sessions
WHERE programme_id = :programme_id AND is_withdrawn = 0
GROUP BY day;

-- name: tracks_of_day
SELECT DISTINCT track FROM sessions
WHERE programme_id = :programme_id AND day = :day AND is_withdrawn = 0 AND track IS NOT NULL;

-- name: sessions_of_day
SELECT s.session_id, s.programme_id, s.session_key, s.starts_at, s.ends_at, s.state, s.is_withdrawn, s.doubts,
       s.edits, s.content, p.zone
FROM sessions s JOIN programmes p ON p.programme_id = s.programme_id
WHERE s.programme_id = :programme_id AND s.day = :day AND s.is_withdrawn = 0
ORDER BY s.starts_at, s.session_id LIMIT :most OFFSET :skipped;

-- name: sessions_of_day_in_track
SELECT s.session_id, s.programme_id, s.session_key, s.starts_at, s.ends_at, s.state, s.is_withdrawn, s.doubts,
       s.edits, s.content, p.zone
FROM sessions s JOIN programmes p ON p.programme_id = s.programme_id
WHERE s.programme_id = :programme_id AND s.day = :day AND s.is_withdrawn = 0 AND s.track = :track
ORDER BY s.starts_at, s.session_id LIMIT :most OFFSET :skipped;

-- name: sessions_of_day_over$
-- How many at the head of the day's list begin before the first that is not over yet.
SELECT COUNT(*) FROM sessions
WHERE programme_id = :programme_id AND day = :day AND is_withdrawn = 0 AND starts_at < (
    SELECT MIN(s.starts_at) FROM sessions s
    WHERE s.programme_id = :programme_id AND s.day = :day AND s.is_withdrawn = 0 AND s.ends_at > :now);

-- name: attendee^
-- The engine's addresses say whether the person can still be reached: they are gone when the bot was blocked.
SELECT t.attendee, t.address_id, t.lead_minutes, t.zone, d.language
FROM attendees t LEFT JOIN addresses d ON d.address_id = t.address_id
WHERE t.attendee = :attendee;

-- name: keep_attendee!
INSERT INTO attendees (attendee, address_id, lead_minutes, zone)
VALUES (:attendee, :address_id, :lead_minutes, :zone)
ON CONFLICT (attendee) DO UPDATE
SET address_id = excluded.address_id, lead_minutes = excluded.lead_minutes, zone = excluded.zone;

-- name: forget_attendee!
DELETE FROM attendees WHERE attendee = :attendee;

-- name: add_to_agenda!
-- With the moment of the last change before: whoever adds it sees what it has become. It is no moment of theirs.
INSERT INTO agenda (attendee, session_id, lead_minutes, zone, seen_at)
VALUES (:attendee, :session_id, :lead_minutes, :zone, COALESCE((
    SELECT MAX(i.imported_at) FROM session_changes c JOIN programme_imports i ON i.import_id = c.import_id
    WHERE c.session_id = :session_id), 0))
ON CONFLICT (attendee, session_id) DO NOTHING;

-- name: set_leads*!
UPDATE agenda SET lead_minutes = :lead_minutes, zone = :zone
WHERE attendee = :attendee AND session_id = :session_id;

-- name: take_off_agenda!
DELETE FROM agenda WHERE attendee = :attendee AND session_id = :session_id;

-- name: agenda_of
SELECT g.lead_minutes, g.zone AS place, s.session_id, s.programme_id, s.session_key, s.starts_at, s.ends_at,
       s.state, s.is_withdrawn, s.doubts, s.edits, s.content, p.zone
FROM agenda g
JOIN sessions s ON s.session_id = g.session_id
JOIN programmes p ON p.programme_id = s.programme_id
WHERE g.attendee = :attendee AND s.ends_at >= :moment
ORDER BY s.starts_at, s.session_id;

-- name: held_of^
SELECT (SELECT COUNT(*) FROM agenda WHERE attendee = :attendee) AS sessions,
       (SELECT COUNT(*) FROM reminders WHERE attendee = :attendee) AS reminders,
       (SELECT COUNT(*) FROM snoozes WHERE attendee = :attendee) AS snoozes,
       (SELECT COUNT(*) FROM agenda_messages WHERE attendee = :attendee) AS days,
       (SELECT COUNT(*) FROM session_places WHERE attendee = :attendee) AS places,
       (SELECT COUNT(*) FROM attendee_roles WHERE attendee = :attendee) AS roles;

-- name: forget_agenda!
DELETE FROM agenda WHERE attendee = :attendee;

-- name: forget_reminders!
DELETE FROM reminders WHERE attendee = :attendee;

-- name: zones_of_rounds
-- By whose clocks, besides the venue's, sessions of a programme are announced.
SELECT DISTINCT r.session_id, r.zone
FROM sessions s JOIN rounds r ON r.session_id = s.session_id
WHERE s.programme_id = :programme_id AND r.zone <> '';

-- name: close_rounds*!
-- They stay, so that it is known who is to be reminded when the session has a time again.
UPDATE rounds SET is_done = 1 WHERE session_id = :session_id AND is_done = 0;

-- name: open_rounds*!
-- A session that comes back to a time it had before is gone through again: the ledger knows who was reminded.
INSERT INTO rounds (session_id, starts_at, lead_minutes, zone, due_at, reached, is_done)
VALUES (:session_id, :starts_at, :lead_minutes, :zone, :due_at, '', 0)
ON CONFLICT (session_id, starts_at, lead_minutes, zone) DO UPDATE
SET due_at = excluded.due_at, reached = '', is_done = 0;

-- name: join_rounds*!
INSERT INTO rounds (session_id, starts_at, lead_minutes, zone, due_at, reached, is_done)
VALUES (:session_id, :starts_at, :lead_minutes, :zone, :due_at, '', :is_done)
ON CONFLICT (session_id, starts_at, lead_minutes, zone) DO NOTHING;

-- name: close_idle_rounds!
UPDATE rounds SET is_done = 1
WHERE is_done = 0 AND due_at <= :now AND NOT EXISTS (
    SELECT 1 FROM agenda g
    WHERE g.session_id = rounds.session_id AND g.lead_minutes = rounds.lead_minutes AND g.zone = rounds.zone);

-- name: next_round^
SELECT session_id, starts_at, lead_minutes, zone, reached FROM rounds
WHERE is_done = 0 AND due_at <= :now
ORDER BY due_at LIMIT 1
FOR UPDATE SKIP LOCKED;

-- name: to_remind
-- The engine's addresses give the language letters are written in: asking for it one by one would cost
-- a query per person.
SELECT g.attendee, t.address_id, g.zone, d.language
FROM agenda g
JOIN attendees t ON t.attendee = g.attendee
LEFT JOIN addresses d ON d.address_id = t.address_id
WHERE g.session_id = :session_id AND g.lead_minutes = :lead_minutes AND g.zone = :zone AND g.attendee > :reached
  AND NOT EXISTS (
      SELECT 1 FROM reminders r
      WHERE r.session_id = g.session_id AND r.starts_at = :starts_at AND r.lead_minutes = g.lead_minutes
        AND r.attendee = g.attendee)
ORDER BY g.attendee LIMIT :most;

-- name: keep_reminders*!
INSERT INTO reminders (session_id, starts_at, lead_minutes, attendee, outcome, decided_at)
VALUES (:session_id, :starts_at, :lead_minutes, :attendee, :outcome, :decided_at);

-- name: take_back_reminders*!
DELETE FROM reminders
WHERE session_id = :session_id AND starts_at = :starts_at AND lead_minutes = :lead_minutes AND attendee = :attendee;

-- name: miss_reminders*!
UPDATE reminders SET outcome = :outcome, decided_at = :decided_at
WHERE session_id = :session_id AND starts_at = :starts_at AND lead_minutes = :lead_minutes AND attendee = :attendee;

-- name: still_wanted
-- Written one behind the other: 16 characters of a session's id, 22 of an attendee.
WITH RECURSIVE wanted (session_id, attendee, others) AS (
    SELECT SUBSTR(CAST(:pairs AS TEXT), 1, 16), SUBSTR(CAST(:pairs AS TEXT), 17, 22), SUBSTR(CAST(:pairs AS TEXT), 39)
    UNION ALL
    SELECT SUBSTR(others, 1, 16), SUBSTR(others, 17, 22), SUBSTR(others, 39) FROM wanted WHERE others <> ''
)
SELECT g.session_id, g.attendee FROM wanted CROSS JOIN agenda g
WHERE g.attendee = wanted.attendee AND g.session_id = wanted.session_id;

-- name: advance_round!
UPDATE rounds SET reached = :reached, is_done = :is_done
WHERE session_id = :session_id AND starts_at = :starts_at AND lead_minutes = :lead_minutes AND zone = :zone;

-- name: reminders_of
SELECT r.starts_at AS told_for, r.lead_minutes, r.outcome, r.decided_at, s.session_id, s.programme_id, s.session_key,
       s.starts_at, s.ends_at, s.state, s.is_withdrawn, s.doubts, s.edits, s.content, p.zone
FROM reminders r
JOIN sessions s ON s.session_id = r.session_id
JOIN programmes p ON p.programme_id = s.programme_id
WHERE r.attendee = :attendee
ORDER BY r.decided_at DESC LIMIT :most;

-- name: decided_of
SELECT DISTINCT session_id FROM reminders WHERE attendee = :attendee;

-- name: keep_snooze!
INSERT INTO snoozes (attendee, session_id, starts_at, due_at, outcome, decided_at)
VALUES (:attendee, :session_id, :starts_at, :due_at, NULL, :decided_at)
ON CONFLICT (attendee, session_id) DO UPDATE
SET starts_at = excluded.starts_at, due_at = excluded.due_at, outcome = NULL, decided_at = excluded.decided_at;

-- name: drop_snooze!
DELETE FROM snoozes WHERE attendee = :attendee AND session_id = :session_id;

-- name: due_snoozes
SELECT z.attendee, z.starts_at AS asked_for, t.address_id, t.zone AS place, d.language, s.session_id, s.programme_id,
       s.session_key, s.starts_at, s.ends_at, s.state, s.is_withdrawn, s.doubts, s.edits, s.content, p.zone
FROM (
    SELECT attendee, session_id, starts_at FROM snoozes
    WHERE outcome IS NULL AND due_at <= :now
    ORDER BY due_at LIMIT :most
    FOR UPDATE SKIP LOCKED) z
JOIN attendees t ON t.attendee = z.attendee
JOIN sessions s ON s.session_id = z.session_id
JOIN programmes p ON p.programme_id = s.programme_id
LEFT JOIN addresses d ON d.address_id = t.address_id;

-- name: end_snoozes*!
UPDATE snoozes SET outcome = :outcome, decided_at = :decided_at
WHERE attendee = :attendee AND session_id = :session_id;

-- name: correct_snoozes*!
-- Unless they wanted it once more meanwhile.
UPDATE snoozes SET outcome = :outcome, decided_at = :decided_at
WHERE attendee = :attendee AND session_id = :session_id AND starts_at = :starts_at AND outcome = 'posted';

-- name: snoozes_of
SELECT z.due_at, z.outcome, z.decided_at, z.starts_at AS asked_for, s.session_id, s.programme_id, s.session_key,
       s.starts_at, s.ends_at, s.state, s.is_withdrawn, s.doubts, s.edits, s.content, p.zone
FROM snoozes z
JOIN sessions s ON s.session_id = z.session_id
JOIN programmes p ON p.programme_id = s.programme_id
WHERE z.attendee = :attendee
ORDER BY z.due_at DESC LIMIT :most;

-- name: forget_snoozes!
DELETE FROM snoozes WHERE attendee = :attendee;

-- name: keep_import!
INSERT INTO programme_imports (import_id, programme_id, imported_at, version, told_to, is_told, cause)
VALUES (:import_id, :programme_id, :imported_at, :version, '', :is_told, :cause);

-- name: keep_entries*!
INSERT INTO ledger (import_id, session_id, kind, before, after)
VALUES (:import_id, :session_id, :kind, :before, :after);

-- name: versions_of
SELECT i.import_id, i.programme_id, i.imported_at, i.cause,
       (SELECT COUNT(*) FROM ledger l WHERE l.import_id = i.import_id) AS changes
FROM programme_imports i WHERE i.programme_id = :programme_id
ORDER BY i.imported_at DESC LIMIT :most OFFSET :skipped;

-- name: version^
SELECT i.import_id, i.programme_id, i.imported_at, i.cause,
       (SELECT COUNT(*) FROM ledger l WHERE l.import_id = i.import_id) AS changes
FROM programme_imports i WHERE i.import_id = :import_id;

-- name: entries_of
SELECT l.kind, l.before, l.after, s.session_id, s.programme_id, s.session_key, s.starts_at, s.ends_at, s.state,
       s.is_withdrawn, s.doubts, s.edits, s.content, p.zone
FROM ledger l
JOIN sessions s ON s.session_id = l.session_id
JOIN programmes p ON p.programme_id = s.programme_id
WHERE l.import_id = :import_id
ORDER BY s.starts_at, l.session_id, l.kind LIMIT :most OFFSET :skipped;

-- name: suspected_of
SELECT s.session_id, s.programme_id, s.session_key, s.starts_at, s.ends_at, s.state, s.is_withdrawn, s.doubts,
       s.edits, s.content, p.zone
FROM sessions s JOIN programmes p ON p.programme_id = s.programme_id
WHERE s.programme_id = :programme_id AND s.is_withdrawn = 0 AND s.doubts > 0 AND s.state <> 'cancelled'
  AND s.starts_at > :now
ORDER BY s.starts_at LIMIT :most;

-- name: keep_changes*!
INSERT INTO session_changes (import_id, session_id, kind, before_at, after_at, before_room, after_room)
VALUES (:import_id, :session_id, :kind, :before_at, :after_at, :before_room, :after_room);

-- name: next_import_to_tell^
-- One that is being told, or that has settled, or that cannot wait.
SELECT i.import_id, i.programme_id, i.told_to FROM programme_imports i
WHERE i.is_told = 0 AND (i.told_with = i.import_id OR i.told_with IS NULL AND (
    i.imported_at <= :settled OR EXISTS (
        SELECT 1 FROM session_changes c
        WHERE c.import_id = i.import_id AND (c.before_at <= :soon OR c.after_at <= :soon))))
ORDER BY i.imported_at LIMIT 1
FOR UPDATE SKIP LOCKED;

-- name: gather_imports!
-- All that is not told yet of a programme is told with this one.
UPDATE programme_imports SET told_with = :head
WHERE programme_id = :programme_id AND is_told = 0 AND told_with IS NULL;

-- name: last_of_next_attendees$
SELECT MAX(attendee) FROM (
    SELECT attendee FROM attendees WHERE attendee > :reached ORDER BY attendee LIMIT :most) AS next_attendees;

-- name: to_tell
-- In this order (CROSS JOIN binds SQLite to it): the attendees of one stretch, what they hold, what of it changed
-- since they added it; only then what is known of that.
SELECT t.attendee, t.address_id, t.zone AS place, d.language, c.kind, c.before_at, c.after_at, c.before_room,
       c.after_room, s.session_id, s.programme_id, s.session_key, s.starts_at, s.ends_at, s.state, s.is_withdrawn,
       s.doubts, s.edits, s.content, p.zone
FROM attendees t
CROSS JOIN agenda g
CROSS JOIN programme_imports i
CROSS JOIN session_changes c
CROSS JOIN sessions s
CROSS JOIN programmes p
CROSS JOIN addresses d
WHERE t.attendee > :reached AND t.attendee <= :last AND g.attendee = t.attendee
  AND i.told_with = :head AND i.imported_at > g.seen_at AND c.import_id = i.import_id AND c.session_id = g.session_id
  AND s.session_id = c.session_id AND p.programme_id = s.programme_id AND d.address_id = t.address_id
ORDER BY t.attendee, c.session_id, i.imported_at;

-- name: agendas_between
-- What the attendees of one stretch hold that is not over.
SELECT t.attendee, s.session_id, s.programme_id, s.session_key, s.starts_at, s.ends_at, s.state, s.is_withdrawn,
       s.doubts, s.edits, s.content, p.zone
FROM attendees t
CROSS JOIN agenda g
JOIN sessions s ON s.session_id = g.session_id
JOIN programmes p ON p.programme_id = s.programme_id
WHERE t.attendee > :reached AND t.attendee <= :last AND g.attendee = t.attendee AND s.ends_at > :moment
ORDER BY s.starts_at, s.session_id;

-- name: advance_import!
UPDATE programme_imports SET told_to = :told_to WHERE import_id = :head;

-- name: close_import!
UPDATE programme_imports SET told_to = '', is_told = 1 WHERE told_with = :head;

-- name: keep_agenda_message!
INSERT INTO agenda_messages (attendee, day, ref) VALUES (:attendee, :day, :ref)
ON CONFLICT (attendee, day) DO UPDATE SET ref = excluded.ref;

-- name: agenda_messages_of
SELECT attendee, day, ref FROM agenda_messages WHERE attendee = :attendee;

-- name: agenda_messages_between
SELECT attendee, day, ref FROM agenda_messages WHERE attendee > :reached AND attendee <= :last;

-- name: drop_past_agenda_messages
DELETE FROM agenda_messages WHERE day < :before RETURNING ref;

-- name: forget_agenda_messages!
DELETE FROM agenda_messages WHERE attendee = :attendee;

-- name: forget_past_agenda!
DELETE FROM agenda WHERE session_id IN (SELECT session_id FROM sessions WHERE ends_at <= :before);

-- name: forget_past_reminders!
DELETE FROM reminders WHERE session_id IN (SELECT session_id FROM sessions WHERE ends_at <= :before);

-- name: forget_past_rounds!
DELETE FROM rounds WHERE session_id IN (SELECT session_id FROM sessions WHERE ends_at <= :before);

-- name: forget_past_snoozes!
DELETE FROM snoozes WHERE session_id IN (SELECT session_id FROM sessions WHERE ends_at <= :before);

-- name: keep_source!
INSERT INTO programme_sources (name, url, zone, minutes, is_private, is_configured, etag, modified, digest, next_at,
                               failures, failing_since_at, is_told)
VALUES (:name, :url, :zone, :minutes, :is_private, :is_configured, '', '', '', 0, 0, NULL, 0)
ON CONFLICT (name) DO UPDATE
SET url = excluded.url, zone = excluded.zone, minutes = excluded.minutes, is_private = excluded.is_private,
    is_configured = excluded.is_configured, etag = '', modified = '', digest = '', next_at = 0
WHERE programme_sources.url <> excluded.url OR programme_sources.zone <> excluded.zone
   OR programme_sources.minutes <> excluded.minutes OR programme_sources.is_private <> excluded.is_private
   OR programme_sources.is_configured <> excluded.is_configured;

-- name: configured_sources
SELECT name FROM programme_sources WHERE is_configured = 1;

-- name: drop_source!
DELETE FROM programme_sources WHERE name = :name;

-- name: due_source^
SELECT name, url, zone, minutes, is_private, etag, modified, digest, next_at, failures, failing_since_at, is_told
FROM programme_sources WHERE next_at <= :now ORDER BY next_at, name LIMIT 1;

-- name: source^
SELECT name, url, zone, minutes, is_private, etag, modified, digest, next_at, failures, failing_since_at, is_told
FROM programme_sources WHERE name = :name;

-- name: keep_source_state!
UPDATE programme_sources
SET etag = :etag, modified = :modified, digest = :digest, next_at = :next_at, failures = :failures,
    failing_since_at = :failing_since_at, is_told = :is_told
WHERE name = :name;

-- name: has_doubts$
SELECT COUNT(*) FROM sessions s JOIN programmes p ON p.programme_id = s.programme_id
WHERE p.name = :name AND s.doubts > 0 AND s.starts_at > :now;

-- name: keep_proposal!
INSERT INTO programme_proposals (proposal_id, name, cause, lost, is_refused, proposed_at, content)
VALUES (:proposal_id, :name, :cause, :lost, 0, :proposed_at, :content);

-- name: renew_proposal!
UPDATE programme_proposals SET content = :content, lost = :lost, proposed_at = :proposed_at
WHERE proposal_id = :proposal_id;

-- name: proposals_of
SELECT proposal_id, name, cause, lost, is_refused, proposed_at FROM programme_proposals
WHERE name = :name ORDER BY proposed_at;

-- name: proposal^
SELECT proposal_id, name, cause, lost, is_refused, proposed_at, content FROM programme_proposals
WHERE proposal_id = :proposal_id AND is_refused = 0;

-- name: refuse_proposal!
UPDATE programme_proposals SET is_refused = 1, content = :nothing WHERE proposal_id = :proposal_id;

-- name: drop_proposal!
DELETE FROM programme_proposals WHERE proposal_id = :proposal_id;

-- name: drop_old_proposals!
DELETE FROM programme_proposals WHERE proposed_at <= :before;

-- name: all_attendees
SELECT t.zone, d.language, COUNT(*) AS people FROM attendees t CROSS JOIN addresses d
WHERE d.address_id = t.address_id AND t.zone >= ''
GROUP BY t.zone, d.language;

-- name: attendees_of_programme
SELECT t.zone, d.language, COUNT(*) AS people FROM attendees t CROSS JOIN addresses d
WHERE d.address_id = t.address_id AND t.zone >= '' AND EXISTS (
    SELECT 1 FROM agenda g JOIN sessions s ON s.session_id = g.session_id
    WHERE g.attendee = t.attendee AND s.programme_id = :programme_id)
GROUP BY t.zone, d.language;

-- name: attendees_of_session
-- By the clocks they had then, as `next_of_session` goes through them: who has moved on since may have others.
SELECT g.zone, d.language, COUNT(*) AS people
FROM agenda g CROSS JOIN attendees t CROSS JOIN addresses d
WHERE g.session_id = :session_id AND t.attendee = g.attendee AND d.address_id = t.address_id
GROUP BY g.zone, d.language;

-- name: next_attendees
-- Who has no zone lives by the venue's clocks.
SELECT attendee, either.address_id, d.language FROM (
    SELECT * FROM (
        SELECT t.attendee, t.address_id FROM attendees t
        WHERE t.zone = :zone AND t.attendee > :after
        ORDER BY t.attendee LIMIT :most) AS of_zone
    UNION ALL
    SELECT * FROM (
        SELECT t.attendee, t.address_id FROM attendees t
        WHERE t.zone = :or_zone AND t.attendee > :after
        ORDER BY t.attendee LIMIT :most) AS of_venue
) AS either LEFT JOIN addresses d ON d.address_id = either.address_id
ORDER BY attendee LIMIT :most;

-- name: next_of_programme
SELECT attendee, either.address_id, d.language FROM (
    SELECT * FROM (
        SELECT t.attendee, t.address_id FROM attendees t
        WHERE t.zone = :zone AND t.attendee > :after AND EXISTS (
            SELECT 1 FROM agenda g JOIN sessions s ON s.session_id = g.session_id
            WHERE g.attendee = t.attendee AND s.programme_id = :programme_id)
        ORDER BY t.attendee LIMIT :most) AS of_zone
    UNION ALL
    SELECT * FROM (
        SELECT t.attendee, t.address_id FROM attendees t
        WHERE t.zone = :or_zone AND t.attendee > :after AND EXISTS (
            SELECT 1 FROM agenda g JOIN sessions s ON s.session_id = g.session_id
            WHERE g.attendee = t.attendee AND s.programme_id = :programme_id)
        ORDER BY t.attendee LIMIT :most) AS of_venue
) AS either LEFT JOIN addresses d ON d.address_id = either.address_id
ORDER BY attendee LIMIT :most;

-- name: next_of_session
SELECT attendee, either.address_id, d.language FROM (
    SELECT * FROM (
        SELECT g.attendee, t.address_id FROM agenda g JOIN attendees t ON t.attendee = g.attendee
        WHERE g.session_id = :session_id AND g.zone = :zone AND g.attendee > :after
        ORDER BY g.attendee LIMIT :most) AS of_zone
    UNION ALL
    SELECT * FROM (
        SELECT g.attendee, t.address_id FROM agenda g JOIN attendees t ON t.attendee = g.attendee
        WHERE g.session_id = :session_id AND g.zone = :or_zone AND g.attendee > :after
        ORDER BY g.attendee LIMIT :most) AS of_venue
) AS either LEFT JOIN addresses d ON d.address_id = either.address_id
ORDER BY attendee LIMIT :most;
