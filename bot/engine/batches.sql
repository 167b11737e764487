-- name: count_ending!
INSERT INTO batch_endings (batch, ending, letters) VALUES (:batch, :ending, :letters)
ON CONFLICT (batch, ending) DO UPDATE SET letters = batch_endings.letters + excluded.letters;

-- name: letters_owed_of_batch$
SELECT COUNT(*) FROM outbox WHERE batch = :batch AND state < 2;

-- name: endings
SELECT ending, letters FROM batch_endings WHERE batch = :batch;

-- name: put_off_batch!
UPDATE outbox SET try_at = :until WHERE batch = :batch AND state = 0 AND veil <> 2;

-- name: withdraw_batch!
-- One somebody has asked to see, behind its neutral message, is theirs.
DELETE FROM outbox WHERE batch = :batch AND state = 0 AND veil <> 2;

-- name: forget_batch!
DELETE FROM batch_endings WHERE batch = :batch;
