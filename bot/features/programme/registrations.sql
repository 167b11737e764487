-- name: hold_session^
-- Nobody moves it or calls it off meanwhile.
SELECT session_id FROM sessions WHERE session_id = :session_id FOR UPDATE;

-- name: keep_registration!
INSERT INTO registrations (session_id, programme_id, capacity, closes_at, taken, waiting, asked)
VALUES (:session_id, :programme_id, :capacity, :closes_at, 0, 0, 0)
ON CONFLICT (session_id) DO UPDATE SET capacity = excluded.capacity;

-- name: hold_registration^
-- Whoever changes who has a place holds this first: two at once on the last place come one by one. What is
-- known of the session is read afterwards, when whoever held it before is done.
SELECT session_id FROM registrations WHERE session_id = :session_id FOR UPDATE;

-- name: registration^
SELECT r.capacity, r.closes_at, r.taken, r.waiting, r.asked, r.key_id, s.session_id, s.programme_id, s.session_key,
       s.starts_at, s.ends_at, s.state, s.is_withdrawn, s.doubts, s.edits, s.content, p.zone
FROM registrations r
JOIN sessions s ON s.session_id = r.session_id
JOIN programmes p ON p.programme_id = s.programme_id
WHERE r.session_id = :session_id;

-- name: registrations_soon
SELECT r.capacity, r.closes_at, r.taken, r.waiting, r.asked, r.key_id, s.session_id, s.programme_id, s.session_key,
       s.starts_at, s.ends_at, s.state, s.is_withdrawn, s.doubts, s.edits, s.content, p.zone
FROM sessions s
JOIN registrations r ON r.session_id = s.session_id
JOIN programmes p ON p.programme_id = s.programme_id
WHERE s.ends_at >= :now AND s.starts_at <= :until AND s.is_withdrawn = 0 AND s.state <> 'cancelled'
ORDER BY s.starts_at, s.session_id LIMIT :most;

-- name: registrations_among
-- The ids are written one behind the other, 16 characters each. The standing is the attendee's own.
WITH RECURSIVE wanted (session_id, others) AS (
    SELECT SUBSTR(CAST(:ids AS TEXT), 1, 16), SUBSTR(CAST(:ids AS TEXT), 17)
    UNION ALL
    SELECT SUBSTR(others, 1, 16), SUBSTR(others, 17) FROM wanted WHERE others <> ''
)
SELECT r.session_id, r.capacity, r.closes_at, r.taken, r.waiting, r.asked, r.key_id, p.standing
FROM wanted CROSS JOIN registrations r
LEFT JOIN session_places p ON p.session_id = r.session_id AND p.attendee = :attendee
WHERE r.session_id = wanted.session_id;

-- name: hold_registrations
-- In one order for everybody who holds several.
SELECT session_id FROM registrations WHERE programme_id = :programme_id ORDER BY session_id FOR UPDATE;

-- name: registrations_of_programme
SELECT r.capacity, r.closes_at, r.taken, r.waiting, r.asked, r.key_id, s.session_id, s.programme_id, s.session_key,
       s.starts_at, s.ends_at, s.state, s.is_withdrawn, s.doubts, s.edits, s.content, p.zone
FROM registrations r
JOIN sessions s ON s.session_id = r.session_id
JOIN programmes p ON p.programme_id = s.programme_id
WHERE r.programme_id = :programme_id;

-- name: close_lines*!
UPDATE registrations SET closes_at = :closes_at WHERE session_id = :of;

-- name: shorten_offers*!
UPDATE session_places SET offer_ends_at = :closes_at
WHERE session_id = :of AND standing = 1 AND offer_ends_at > :closes_at;

-- name: count_offers_back*!
UPDATE registrations SET taken = taken - (
        SELECT COUNT(*) FROM session_places p WHERE p.session_id = :of AND p.standing = 1),
    waiting = waiting + (
        SELECT COUNT(*) FROM session_places p WHERE p.session_id = :of AND p.standing = 1)
WHERE session_id = :of;

-- name: take_offers_back*!
UPDATE session_places SET standing = 0, offer_ends_at = NULL WHERE session_id = :of AND standing = 1;

-- name: set_registration_key!
UPDATE registrations SET key_id = :key_id WHERE session_id = :session_id;

-- name: take_places!
-- The last guard: whatever anybody believed before, there is no place beyond the capacity.
UPDATE registrations SET taken = taken + :more
WHERE session_id = :of AND (capacity IS NULL OR taken + :more <= capacity);

-- name: give_back_places!
UPDATE registrations SET taken = taken - :fewer WHERE session_id = :of;

-- name: count_waiting!
UPDATE registrations SET waiting = waiting + :more WHERE session_id = :of;

-- name: count_asked!
UPDATE registrations SET asked = asked + 1 WHERE session_id = :of;

-- name: keep_place!
INSERT INTO session_places (session_id, attendee, standing, position, code_lookup, sealed, is_here)
VALUES (:session_id, :attendee, :standing, :position, :code_lookup, :sealed, 0);

-- name: place^
-- The engine's addresses say whether somebody can still be reached: they are gone when the bot was blocked.
SELECT p.*, t.address_id, d.language
FROM session_places p
JOIN attendees t ON t.attendee = p.attendee
LEFT JOIN addresses d ON d.address_id = t.address_id
WHERE p.session_id = :session_id AND p.attendee = :attendee;

-- name: places_of
-- In one order for everybody who gives several back.
SELECT session_id FROM session_places WHERE attendee = :attendee ORDER BY session_id;

-- name: coming_places$
SELECT COUNT(*) FROM session_places p JOIN sessions s ON s.session_id = p.session_id
WHERE p.attendee = :attendee AND s.ends_at > :now;

-- name: code_is_taken$
SELECT COUNT(*) FROM session_places WHERE code_lookup = :code_lookup;

-- name: place_by_code^
SELECT p.*, t.address_id, d.language
FROM session_places p
JOIN attendees t ON t.attendee = p.attendee
LEFT JOIN addresses d ON d.address_id = t.address_id
WHERE p.code_lookup = :code_lookup;

-- name: line
SELECT p.*, t.address_id, d.language
FROM session_places p
JOIN attendees t ON t.attendee = p.attendee
LEFT JOIN addresses d ON d.address_id = t.address_id
WHERE p.session_id = :session_id AND p.standing = 0 ORDER BY p.position LIMIT :most;

-- name: next_in_line
-- Who blocked the bot cannot be asked, and keeps their turn until they come back.
SELECT p.*, t.address_id, d.language
FROM session_places p
JOIN attendees t ON t.attendee = p.attendee
JOIN addresses d ON d.address_id = t.address_id
WHERE p.session_id = :session_id AND p.standing = 0 ORDER BY p.position LIMIT :most;

-- name: ahead_in_line$
SELECT COUNT(*) FROM session_places
WHERE session_id = :session_id AND standing = 0 AND position < :position;

-- name: set_standing*!
UPDATE session_places SET standing = :standing, offer_ends_at = :offer_ends_at
WHERE session_id = :session_id AND attendee = :attendee;

-- name: drop_each*!
DELETE FROM session_places WHERE session_id = :session_id AND attendee = :attendee;

-- name: offer_due^
SELECT p.*, t.address_id, d.language
FROM session_places p
JOIN attendees t ON t.attendee = p.attendee
LEFT JOIN addresses d ON d.address_id = t.address_id
WHERE p.offer_ends_at <= :now ORDER BY p.offer_ends_at LIMIT 1;

-- name: offer_to_nobody^
-- They blocked the bot, as the offer was carried there or since.
SELECT p.*, (SELECT t.address_id FROM attendees t WHERE t.attendee = p.attendee) AS address_id, NULL AS language
FROM session_places p
WHERE p.offer_ends_at > :now AND (
    SELECT d.language FROM attendees t JOIN addresses d ON d.address_id = t.address_id
    WHERE t.attendee = p.attendee) IS NULL
ORDER BY p.offer_ends_at LIMIT 1;

-- name: line_to_move$
SELECT r.session_id FROM registrations r JOIN sessions s ON s.session_id = r.session_id
WHERE r.closes_at > :now AND r.waiting > 0 AND (r.capacity IS NULL OR r.taken < r.capacity)
  AND s.state <> 'cancelled' AND s.is_withdrawn = 0 AND EXISTS (
    SELECT 1 FROM session_places p
    JOIN attendees t ON t.attendee = p.attendee
    JOIN addresses d ON d.address_id = t.address_id
    WHERE p.session_id = r.session_id AND p.standing = 0)
ORDER BY r.closes_at LIMIT 1;

-- name: line_to_close$
SELECT session_id FROM registrations WHERE closes_at <= :now AND waiting > 0 ORDER BY closes_at LIMIT 1;

-- name: check_in!
-- Once, however many look at one code at the same moment.
UPDATE session_places SET is_here = 1
WHERE session_id = :session_id AND attendee = :attendee AND standing = 2 AND is_here = 0;

-- name: take_check_in_back!
UPDATE session_places SET is_here = 0 WHERE session_id = :session_id AND attendee = :attendee;

-- name: numbers^
SELECT COUNT(*) AS going, COUNT(CASE WHEN is_here = 1 THEN 1 END) AS here
FROM session_places WHERE session_id = :session_id AND standing = 2;

-- name: going_by_role
SELECT r.role, COUNT(*) AS people
FROM session_places p CROSS JOIN attendee_roles r
WHERE p.session_id = :session_id AND p.standing = 2 AND r.attendee = p.attendee AND r.programme_id = :programme_id
GROUP BY r.role;

-- name: role^
SELECT role FROM attendee_roles WHERE attendee = :attendee AND programme_id = :programme_id;

-- name: keep_role!
INSERT INTO attendee_roles (attendee, programme_id, role) VALUES (:attendee, :programme_id, :role)
ON CONFLICT (attendee, programme_id) DO UPDATE SET role = excluded.role;

-- name: forget_roles!
DELETE FROM attendee_roles WHERE attendee = :attendee;

-- name: registration_over^
SELECT r.session_id, r.key_id FROM registrations r JOIN sessions s ON s.session_id = r.session_id
WHERE s.ends_at <= :before ORDER BY s.ends_at LIMIT 1;

-- name: drop_places!
DELETE FROM session_places WHERE session_id = :session_id;

-- name: drop_registration!
DELETE FROM registrations WHERE session_id = :session_id;

-- name: forget_past_roles!
DELETE FROM attendee_roles WHERE programme_id IN (SELECT p.programme_id FROM programmes p WHERE p.ends_at <= :before);
