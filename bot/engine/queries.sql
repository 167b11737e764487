-- name: secret^
SELECT sealed FROM secrets WHERE name = :name;

-- name: keep_secret!
INSERT INTO secrets (name, sealed) VALUES (:name, :sealed) ON CONFLICT (name) DO NOTHING;

-- name: data_key^
SELECT sealed FROM data_keys WHERE key_id = :key_id;

-- name: keep_data_key!
INSERT INTO data_keys (key_id, sealed) VALUES (:key_id, :sealed);

-- name: destroy_data_key!
DELETE FROM data_keys WHERE key_id = :key_id;

-- name: keep_file!
INSERT INTO files (file_id, key_id, sealed, expires_at) VALUES (:file_id, :key_id, :sealed, :expires_at);

-- name: file^
SELECT f.key_id, f.sealed, k.sealed AS key_sealed FROM files f JOIN data_keys k ON k.key_id = f.key_id
WHERE f.file_id = :file_id;

-- name: file_stays!
UPDATE files SET expires_at = NULL WHERE file_id = :file_id;

-- name: file_stays_until!
UPDATE files SET expires_at = :expires_at WHERE file_id = :file_id AND expires_at IS NOT NULL;

-- name: drop_file!
DELETE FROM files WHERE file_id = :file_id;

-- name: drop_files_of_key!
DELETE FROM files WHERE key_id = :key_id;

-- name: drop_expired_files!
DELETE FROM files WHERE expires_at <= :now;

-- name: person_with_steps
SELECT p.language, p.is_staff, p.manner, p.key_id, k.sealed AS key_sealed,
       s.dialogue, s.name, s.sealed, s.asked_at, s.expires_at
FROM people p
JOIN data_keys k ON k.key_id = p.key_id
LEFT JOIN steps s ON s.person = p.person
WHERE p.person = :person;

-- name: some_languages
SELECT person, language FROM people LIMIT :most;

-- name: keep_person!
INSERT INTO people (person, key_id, language, is_staff) VALUES (:person, :key_id, :language, 0);

-- name: set_language!
UPDATE people SET language = :language WHERE person = :person;

-- name: set_staff!
UPDATE people SET is_staff = :is_staff WHERE person = :person;

-- name: set_manner!
UPDATE people SET manner = :sealed WHERE person = :person;

-- name: drop_traces!
DELETE FROM traces WHERE person = :person;

-- name: forget_person!
DELETE FROM people WHERE person = :person;

-- name: keep_address!
INSERT INTO addresses (address_id, sealed, language) VALUES (:address_id, :sealed, :language);

-- name: address_language$
SELECT language FROM addresses WHERE address_id = :address_id;

-- name: set_address_language*!
UPDATE addresses SET language = :language WHERE address_id = :address_id;

-- name: forget_address!
DELETE FROM addresses WHERE address_id = :address_id;

-- name: keep_link!
INSERT INTO links (link_id, person, sealed) VALUES (:link_id, :person, :sealed);

-- name: links_of
SELECT link_id, sealed FROM links WHERE person = :person;

-- name: forget_link!
DELETE FROM links WHERE link_id = :link_id;

-- name: forget_links!
DELETE FROM links WHERE person = :person;

-- name: keep_step!
INSERT INTO steps (person, dialogue, name, sealed, asked_at, expires_at)
VALUES (:person, :dialogue, :name, :sealed, :asked_at, :expires_at)
ON CONFLICT (person, dialogue) DO UPDATE
SET name = excluded.name, sealed = excluded.sealed, asked_at = excluded.asked_at, expires_at = excluded.expires_at;

-- name: end_step!
DELETE FROM steps WHERE person = :person AND dialogue = :dialogue;

-- name: end_steps!
DELETE FROM steps WHERE person = :person;

-- name: drop_expired_steps!
DELETE FROM steps WHERE expires_at <= :now;

-- name: known_updates
SELECT update_id FROM inbox WHERE update_id >= :first AND update_id <= :last;

-- name: handled_lately
SELECT update_id FROM inbox WHERE handled_at >= :since ORDER BY handled_at DESC LIMIT :most;

-- name: receive_updates*!
INSERT INTO inbox (update_id, sealed, received_at) VALUES (:update_id, :sealed, :received_at)
ON CONFLICT (update_id) DO NOTHING;

-- name: finish_update!
UPDATE inbox SET sealed = NULL, handled_at = :now WHERE update_id = :update_id AND handled_at IS NULL;

-- name: unhandled_updates
SELECT update_id, sealed FROM inbox WHERE handled_at IS NULL ORDER BY update_id;

-- name: drop_handled_updates!
DELETE FROM inbox WHERE handled_at <= :before;

-- name: post_letters*!
INSERT INTO outbox (letter_id, address_id, kind, lane, state, position, try_at, expires_at,
                    at_most_once, is_last, tries, ref, batch, key_id, sealed)
VALUES (:letter_id, :address_id, :kind, :lane, 0, :position, :leaves_at, :expires_at,
        :at_most_once, :is_last, 0, :ref, :batch, :key_id, :sealed);

-- name: claim_letters
-- The oldest letter of each address in a lane; the rest of that address waits for it.
UPDATE outbox SET state = 1, tries = tries + 1, try_at = :claimed_until
WHERE letter_id IN (
    SELECT o.letter_id FROM outbox o
    WHERE o.state = 0 AND o.lane = :lane AND o.try_at <= :now
      AND NOT EXISTS (
          SELECT 1 FROM outbox e
          WHERE e.address_id = o.address_id AND e.lane = o.lane AND e.state < 2 AND e.position < o.position)
    ORDER BY o.position LIMIT :most
    FOR UPDATE SKIP LOCKED
)
RETURNING letter_id, address_id, kind, lane, position, expires_at, at_most_once, is_last, tries, ref, batch, key_id,
    sealed, veil, message_id,
    (SELECT a.sealed FROM addresses a WHERE a.address_id = outbox.address_id) AS address_sealed,
    (SELECT k.sealed FROM data_keys k WHERE k.key_id = outbox.key_id) AS key_sealed;

-- name: letter_sent!
UPDATE outbox SET state = 2, veil = 0, sealed = NULL, message_id = :message_id, thread_id = :thread_id,
    more_messages = :more_messages, expires_at = :keep_until
WHERE letter_id = :letter_id;

-- name: forget_letter!
DELETE FROM outbox WHERE letter_id = :letter_id;

-- name: forget_letters*!
DELETE FROM outbox WHERE letter_id = :letter_id;

-- name: letter_ended!
UPDATE outbox SET state = :state, sealed = NULL WHERE letter_id = :letter_id;

-- name: letter_waits!
-- It was not tried: what it must come after is still on its way.
UPDATE outbox SET state = 0, try_at = :try_at, tries = tries - 1 WHERE letter_id = :letter_id;

-- name: letters_waiting
SELECT kind, ref, batch, veil FROM outbox WHERE address_id = :address_id AND state < 2 ORDER BY position;

-- name: letter_again!
UPDATE outbox SET state = 0, try_at = :try_at WHERE letter_id = :letter_id;

-- name: give_back*!
UPDATE outbox SET state = 0, try_at = :now WHERE letter_id = :letter_id AND state = 1;

-- name: claimed_letters
SELECT letter_id, at_most_once, batch, veil FROM outbox WHERE state = 1 AND try_at <= :stale_before;

-- name: place_of_letter^
-- One name may have been used in several chats: a case changed hands.
SELECT ref, address_id, state, position, message_id, thread_id, more_messages FROM outbox
WHERE ref = :ref AND address_id = :address_id AND position < :before ORDER BY position DESC LIMIT 1;

-- name: place_is_done!
DELETE FROM outbox WHERE ref = :ref AND address_id = :address_id AND position < :before;

-- name: letter_by_ref^
SELECT ref, address_id, state, position, message_id, thread_id, more_messages FROM outbox
WHERE ref = :ref ORDER BY position DESC LIMIT 1;

-- name: ref_by_message$
SELECT ref FROM outbox WHERE address_id = :address_id AND message_id = :message_id;

-- name: ref_by_thread$
SELECT ref FROM outbox WHERE address_id = :address_id AND thread_id = :thread_id AND message_id IS NULL;

-- name: withdraw_letter!
DELETE FROM outbox WHERE ref = :ref;

-- name: take_back_letters
DELETE FROM outbox WHERE address_id = :address_id AND sealed IS NOT NULL AND state <> 1 RETURNING ref;

-- name: hold_back_letter!
-- One that was tried may stand in the chat, though nobody heard so.
DELETE FROM outbox WHERE ref = :ref AND state = 0 AND tries = 0;

-- name: withdraw_owed_to!
DELETE FROM outbox WHERE address_id = :address_id AND state < 2;

-- name: withdraw_letters_to!
DELETE FROM outbox WHERE address_id = :address_id;

-- name: drop_expired_letters!
DELETE FROM outbox WHERE expires_at <= :now AND state > 1;

-- name: letters_owed_in_lane$
SELECT COUNT(*) FROM (SELECT 1 FROM outbox WHERE state = 0 AND lane = :lane LIMIT :most) AS owed;

-- name: letters_owed
SELECT lane, COUNT(*) AS letters FROM outbox WHERE state < 2 GROUP BY lane;

-- name: all_sealed_with_master
SELECT 'secrets' AS kept_in, name AS id, sealed FROM secrets
UNION ALL SELECT 'data_keys', key_id, sealed FROM data_keys
UNION ALL SELECT 'addresses', address_id, sealed FROM addresses
UNION ALL SELECT 'outbox', letter_id, sealed FROM outbox WHERE key_id IS NULL AND sealed IS NOT NULL
UNION ALL SELECT 'inbox', CAST(update_id AS TEXT), sealed FROM inbox WHERE sealed IS NOT NULL;

-- name: reseal_secret*!
UPDATE secrets SET sealed = :sealed WHERE name = :id;

-- name: reseal_data_key*!
UPDATE data_keys SET sealed = :sealed WHERE key_id = :id;

-- name: reseal_address*!
UPDATE addresses SET sealed = :sealed WHERE address_id = :id;

-- name: reseal_update*!
UPDATE inbox SET sealed = :sealed WHERE update_id = CAST(CAST(:id AS TEXT) AS BIGINT) AND sealed IS NOT NULL;

-- name: reseal_letter*!
UPDATE outbox SET sealed = :sealed WHERE letter_id = :id AND sealed IS NOT NULL;

-- name: updates_in_hand$
SELECT COUNT(*) FROM inbox WHERE handled_at IS NULL;
