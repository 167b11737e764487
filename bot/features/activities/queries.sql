-- name: found_activities
-- All that is looked at stands in one index; only what is shown is read whole.
SELECT * FROM activities WHERE activity_id IN (
    SELECT activity_id FROM activities
    WHERE state = 'on' AND starts_at >= :begin AND starts_at < :end AND ends_at > :now
      AND (:area = '' OR area = :area) AND (:kind = '' OR kind = :kind)
      AND youngest <= :oldest AND oldest >= :youngest
      AND (:is_free = 0 OR is_free = 1) AND (access & :access) = :access
    ORDER BY starts_at, activity_id LIMIT :most OFFSET :skipped)
ORDER BY starts_at, activity_id;

-- name: tally$
SELECT COUNT(*) FROM (
    SELECT starts_at FROM activities
    WHERE state = 'on' AND starts_at >= :begin AND starts_at < :end AND ends_at > :now
      AND (:area = '' OR area = :area) AND (:kind = '' OR kind = :kind)
      AND youngest <= :oldest AND oldest >= :youngest
      AND (:is_free = 0 OR is_free = 1) AND (access & :access) = :access
    ORDER BY starts_at, activity_id LIMIT :most) found;

-- name: tally_by_area
SELECT area AS choice, COUNT(*) AS every FROM (
    SELECT area FROM activities
    WHERE state = 'on' AND starts_at >= :begin AND starts_at < :end AND ends_at > :now
      AND (:area = '' OR area = :area) AND (:kind = '' OR kind = :kind)
      AND youngest <= :oldest AND oldest >= :youngest
      AND (:is_free = 0 OR is_free = 1) AND (access & :access) = :access
    ORDER BY starts_at, activity_id LIMIT :most) found
GROUP BY area;

-- name: tally_by_kind
SELECT kind AS choice, COUNT(*) AS every FROM (
    SELECT kind FROM activities
    WHERE state = 'on' AND starts_at >= :begin AND starts_at < :end AND ends_at > :now
      AND (:area = '' OR area = :area) AND (:kind = '' OR kind = :kind)
      AND youngest <= :oldest AND oldest >= :youngest
      AND (:is_free = 0 OR is_free = 1) AND (access & :access) = :access
    ORDER BY starts_at, activity_id LIMIT :most) found
GROUP BY kind;

-- name: tally_by_when^
SELECT COUNT(CASE WHEN starts_at < :tomorrow THEN 1 END) AS today,
    COUNT(CASE WHEN starts_at < :next_week THEN 1 END) AS week,
    COUNT(CASE WHEN starts_at >= :next_week THEN 1 END) AS later
FROM (
    SELECT starts_at FROM activities
    WHERE state = 'on' AND starts_at >= :begin AND starts_at < :end AND ends_at > :now
      AND (:area = '' OR area = :area) AND (:kind = '' OR kind = :kind)
      AND youngest <= :oldest AND oldest >= :youngest
      AND (:is_free = 0 OR is_free = 1) AND (access & :access) = :access
    ORDER BY starts_at, activity_id LIMIT :most) found;

-- name: tally_by_age^
SELECT COUNT(CASE WHEN youngest <= 12 THEN 1 END) AS child,
    COUNT(CASE WHEN youngest <= 17 AND oldest >= 13 THEN 1 END) AS teen,
    COUNT(CASE WHEN oldest >= 18 THEN 1 END) AS adult
FROM (
    SELECT youngest, oldest FROM activities
    WHERE state = 'on' AND starts_at >= :begin AND starts_at < :end AND ends_at > :now
      AND (:area = '' OR area = :area) AND (:kind = '' OR kind = :kind)
      AND youngest <= :oldest AND oldest >= :youngest
      AND (:is_free = 0 OR is_free = 1) AND (access & :access) = :access
    ORDER BY starts_at, activity_id LIMIT :most) found;

-- name: tally_by_cost^
SELECT COUNT(CASE WHEN is_free = 1 THEN 1 END) AS free FROM (
    SELECT is_free FROM activities
    WHERE state = 'on' AND starts_at >= :begin AND starts_at < :end AND ends_at > :now
      AND (:area = '' OR area = :area) AND (:kind = '' OR kind = :kind)
      AND youngest <= :oldest AND oldest >= :youngest
      AND (:is_free = 0 OR is_free = 1) AND (access & :access) = :access
    ORDER BY starts_at, activity_id LIMIT :most) found;

-- name: tally_by_access^
SELECT COUNT(CASE WHEN (access & 1) = 1 THEN 1 END) AS step_free,
    COUNT(CASE WHEN (access & 2) = 2 THEN 1 END) AS quiet,
    COUNT(CASE WHEN (access & 4) = 4 THEN 1 END) AS sign,
    COUNT(CASE WHEN (access & 8) = 8 THEN 1 END) AS easy
FROM (
    SELECT access FROM activities
    WHERE state = 'on' AND starts_at >= :begin AND starts_at < :end AND ends_at > :now
      AND (:area = '' OR area = :area) AND (:kind = '' OR kind = :kind)
      AND youngest <= :oldest AND oldest >= :youngest
      AND (:is_free = 0 OR is_free = 1) AND (access & :access) = :access
    ORDER BY starts_at, activity_id LIMIT :most) found;

-- name: activity^
SELECT * FROM activities WHERE activity_id = :activity_id;

-- name: hold_activity^
-- Whoever changes who has a place holds its activity first: two at once on the last place come one by one.
SELECT * FROM activities WHERE activity_id = :activity_id FOR UPDATE;

-- name: activities_held
SELECT * FROM activities WHERE activity_id IN (:id_a, :id_b, :id_c, :id_d, :id_e, :id_f, :id_g, :id_h, :id_i, :id_j)
ORDER BY starts_at, activity_id;

-- name: activities_of_file
-- In one order for everybody who holds several.
SELECT * FROM activities WHERE file = :file ORDER BY activity_id FOR UPDATE;

-- name: activities_of_organisation
SELECT * FROM activities WHERE organisation = :organisation AND starts_at > :since
ORDER BY starts_at, activity_id LIMIT :most OFFSET :skipped;

-- name: activities_since
SELECT * FROM activities WHERE starts_at > :since ORDER BY starts_at, activity_id LIMIT :most OFFSET :skipped;

-- name: keep_activities*!
INSERT INTO activities (activity_id, file, activity_key, organisation, area, kind, zone, starts_at, ends_at, closes_at,
    youngest, oldest, is_free, access, capacity, state, content, taken, waiting, asked)
VALUES (:activity_id, :file, :activity_key, :organisation, :area, :kind, :zone, :starts_at, :ends_at, :closes_at,
    :youngest, :oldest, :is_free, :access, :capacity, :state, :content, 0, 0, 0)
ON CONFLICT (activity_id) DO UPDATE
SET organisation = excluded.organisation, area = excluded.area, kind = excluded.kind, zone = excluded.zone,
    starts_at = excluded.starts_at, ends_at = excluded.ends_at, closes_at = excluded.closes_at,
    youngest = excluded.youngest, oldest = excluded.oldest, is_free = excluded.is_free, access = excluded.access,
    capacity = excluded.capacity, state = excluded.state, content = excluded.content;

-- name: withdraw_activities*!
UPDATE activities SET state = 'withdrawn' WHERE activity_id = :activity_id;

-- name: shorten_offers*!
UPDATE activity_places SET offer_ends_at = :closes_at
WHERE activity_id = :of AND standing = 1 AND offer_ends_at > :closes_at;

-- name: count_offers_back*!
UPDATE activities SET taken = taken - (
        SELECT COUNT(*) FROM activity_places p WHERE p.activity_id = :of AND p.standing = 1),
    waiting = waiting + (
        SELECT COUNT(*) FROM activity_places p WHERE p.activity_id = :of AND p.standing = 1)
WHERE activity_id = :of;

-- name: take_offers_back*!
UPDATE activity_places SET standing = 0, offer_ends_at = NULL WHERE activity_id = :of AND standing = 1;

-- name: set_key!
UPDATE activities SET key_id = :key_id WHERE activity_id = :activity_id;

-- name: take_places!
-- The last guard: whatever anybody believed before, there is no place beyond the capacity.
UPDATE activities SET taken = taken + :more
WHERE activity_id = :of AND (capacity IS NULL OR taken + :more <= capacity);

-- name: give_back_places!
UPDATE activities SET taken = taken - :fewer WHERE activity_id = :of;

-- name: count_waiting!
UPDATE activities SET waiting = waiting + :more WHERE activity_id = :of;

-- name: count_asked!
UPDATE activities SET asked = asked + 1 WHERE activity_id = :of;

-- name: keep_place!
INSERT INTO activity_places (address_id, activity_id, standing, position, code_lookup, sealed, is_here)
VALUES (:address_id, :activity_id, :standing, :position, :code_lookup, :sealed, 0);

-- name: place^
-- The engine's addresses say whether somebody can still be reached: they are gone when the bot was blocked.
SELECT p.*, d.language FROM activity_places p LEFT JOIN addresses d ON d.address_id = p.address_id
WHERE p.address_id = :address_id;

-- name: places_at
SELECT p.*, d.language FROM activity_places p LEFT JOIN addresses d ON d.address_id = p.address_id
WHERE p.address_id IN (:id_a, :id_b, :id_c, :id_d, :id_e, :id_f, :id_g, :id_h, :id_i, :id_j);

-- name: code_is_taken$
SELECT COUNT(*) FROM activity_places WHERE code_lookup = :code_lookup;

-- name: place_by_code^
SELECT p.*, d.language FROM activity_places p LEFT JOIN addresses d ON d.address_id = p.address_id
WHERE p.code_lookup = :code_lookup;

-- name: next_in_line
-- Who blocked the bot cannot be asked, and keeps their turn until they come back.
SELECT p.*, d.language FROM activity_places p JOIN addresses d ON d.address_id = p.address_id
WHERE p.activity_id = :activity_id AND p.standing = 0 ORDER BY p.position LIMIT :most;

-- name: ahead_in_line$
SELECT COUNT(*) FROM activity_places
WHERE activity_id = :activity_id AND standing = 0 AND position < :position;

-- name: set_standing*!
UPDATE activity_places SET standing = :standing, offer_ends_at = :offer_ends_at WHERE address_id = :address_id;

-- name: drop_each*!
DELETE FROM activity_places WHERE address_id = :address_id;

-- name: offer_due^
-- Of what is off, nothing more is said.
SELECT p.*, d.language FROM activity_places p
JOIN activities a ON a.activity_id = p.activity_id
LEFT JOIN addresses d ON d.address_id = p.address_id
WHERE p.offer_ends_at <= :now AND a.state = 'on' ORDER BY p.offer_ends_at LIMIT 1;

-- name: offer_to_nobody^
-- They blocked the bot, as the offer was carried there or since.
SELECT p.*, NULL AS language FROM activity_places p
WHERE p.offer_ends_at > :now AND (SELECT d.language FROM addresses d WHERE d.address_id = p.address_id) IS NULL
ORDER BY p.offer_ends_at LIMIT 1;

-- name: line_to_move$
SELECT a.activity_id FROM activities a
WHERE a.closes_at > :now AND a.waiting > 0 AND (a.capacity IS NULL OR a.taken < a.capacity)
  AND a.state = 'on' AND EXISTS (
    SELECT 1 FROM activity_places p JOIN addresses d ON d.address_id = p.address_id
    WHERE p.activity_id = a.activity_id AND p.standing = 0)
ORDER BY a.closes_at LIMIT 1;

-- name: line_to_close$
SELECT activity_id FROM activities WHERE closes_at <= :now AND waiting > 0 AND state = 'on' ORDER BY closes_at LIMIT 1;

-- name: line
SELECT p.*, d.language FROM activity_places p LEFT JOIN addresses d ON d.address_id = p.address_id
WHERE p.activity_id = :activity_id AND p.standing = 0 ORDER BY p.position LIMIT :most;

-- name: guests
SELECT p.*, d.language FROM activity_places p LEFT JOIN addresses d ON d.address_id = p.address_id
WHERE p.activity_id = :activity_id AND p.standing = 2 ORDER BY p.position LIMIT :most OFFSET :skipped;

-- name: attendance^
SELECT COUNT(*) AS going, COUNT(CASE WHEN is_here = 1 THEN 1 END) AS here
FROM activity_places WHERE activity_id = :activity_id AND standing = 2;

-- name: set_here!
UPDATE activity_places SET is_here = :is_here WHERE address_id = :address_id;

-- name: keep_rounds*!
INSERT INTO activity_rounds (activity_id, lead_hours, due_at, reached, is_done)
VALUES (:activity_id, :lead_hours, :due_at, '', :is_done)
ON CONFLICT (activity_id, lead_hours) DO UPDATE
SET due_at = excluded.due_at, reached = '', is_done = excluded.is_done;

-- name: next_round^
SELECT activity_id, lead_hours, reached FROM activity_rounds WHERE due_at <= :now AND is_done = 0
ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED;

-- name: advance_round!
UPDATE activity_rounds SET reached = :reached, is_done = :is_done
WHERE activity_id = :activity_id AND lead_hours = :lead_hours;

-- name: next_to_write_to
-- A stretch of those who signed up, in the order of their addresses; who is written to is up to their standing.
SELECT p.*, d.language FROM activity_places p LEFT JOIN addresses d ON d.address_id = p.address_id
WHERE p.activity_id = :activity_id AND p.address_id > :reached ORDER BY p.address_id LIMIT :most;

-- name: addresses_of
SELECT address_id FROM activity_places WHERE activity_id = :activity_id;

-- name: keep_news*!
-- What was not told to all yet is told from where it began.
INSERT INTO activity_news (activity_id, kind, before_at, before_place, changed_at, told_to, is_told)
VALUES (:activity_id, :kind, :before_at, :before_place, :changed_at, '', 0)
ON CONFLICT (activity_id) DO UPDATE
SET kind = excluded.kind, changed_at = excluded.changed_at, told_to = '', is_told = 0,
    before_at = CASE WHEN activity_news.is_told = 0 THEN activity_news.before_at ELSE excluded.before_at END,
    before_place = CASE WHEN activity_news.is_told = 0 THEN activity_news.before_place ELSE excluded.before_place END;

-- name: next_news^
SELECT activity_id, kind, before_at, before_place, told_to FROM activity_news
WHERE changed_at <= :now AND is_told = 0
ORDER BY changed_at LIMIT 1 FOR UPDATE SKIP LOCKED;

-- name: advance_news!
UPDATE activity_news SET told_to = :told_to, is_told = :is_told WHERE activity_id = :activity_id;

-- name: activity_over^
SELECT * FROM activities WHERE ends_at <= :before AND key_id IS NOT NULL ORDER BY ends_at LIMIT 1 FOR UPDATE;

-- name: close_books!
UPDATE activities SET came = :came, taken = 0, waiting = 0, key_id = NULL WHERE activity_id = :activity_id;

-- name: drop_places!
DELETE FROM activity_places WHERE activity_id = :activity_id;

-- name: drop_old_rounds!
DELETE FROM activity_rounds WHERE activity_id IN (SELECT a.activity_id FROM activities a WHERE a.ends_at <= :before);

-- name: drop_old_news!
DELETE FROM activity_news WHERE activity_id IN (SELECT a.activity_id FROM activities a WHERE a.ends_at <= :before);

-- name: drop_old_activities!
DELETE FROM activities WHERE ends_at <= :before AND key_id IS NULL;

-- name: counts
SELECT kind, CAST(SUM(came) AS BIGINT) AS came FROM activities WHERE came IS NOT NULL GROUP BY kind ORDER BY kind;
