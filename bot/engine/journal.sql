-- name: lock_end^
SELECT entries, link, seal FROM journal_end WHERE only_row = 1 FOR UPDATE;

-- name: end^
SELECT entries, link, seal FROM journal_end WHERE only_row = 1;

-- name: place_end!
INSERT INTO journal_end (only_row, entries, link, seal) VALUES (1, :entries, :link, :seal)
ON CONFLICT (only_row) DO NOTHING;

-- name: move_end!
UPDATE journal_end SET entries = :entries, link = :link, seal = :seal WHERE only_row = 1;

-- name: add_entries*!
INSERT INTO journal (position, done_at, deed, role, organisation, member, subject, detail, link)
VALUES (:position, :done_at, :deed, :role, :organisation, :member, :subject, :detail, :link);

-- name: last_entry^
SELECT position, link FROM journal ORDER BY position DESC LIMIT 1;

-- name: entry^
SELECT link FROM journal WHERE position = :position;

-- name: entries_from
SELECT position, done_at, deed, role, organisation, member, subject, detail, link
FROM journal WHERE position >= :first ORDER BY position LIMIT :most;

-- name: tally^
-- One statement, so that both numbers are of one moment.
SELECT (SELECT COUNT(*) FROM journal) AS kept, (SELECT entries FROM journal_end WHERE only_row = 1) AS noted;

-- name: about
SELECT done_at, deed, role, organisation, detail FROM journal WHERE subject = :subject ORDER BY position;

-- name: newest
SELECT position, done_at, deed, role, organisation, member, subject, detail
FROM journal WHERE position < :before ORDER BY position DESC LIMIT :most;

-- name: newest_about
SELECT position, done_at, deed, role, organisation, member, subject, detail
FROM journal WHERE subject = :subject AND position < :before ORDER BY position DESC LIMIT :most;
