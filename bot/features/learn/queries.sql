-- name: keep_voice!
INSERT INTO learn_voices (voice, item, is_helpful, expires_at) VALUES (:voice, :item, :is_helpful, :expires_at)
ON CONFLICT (voice) DO UPDATE SET is_helpful = excluded.is_helpful, expires_at = excluded.expires_at;

-- name: count_voices$
-- The voices are written one behind the other, 22 characters each.
WITH RECURSIVE theirs (voice, others) AS (
    SELECT SUBSTR(CAST(:voices AS TEXT), 1, 22), SUBSTR(CAST(:voices AS TEXT), 23)
    UNION ALL
    SELECT SUBSTR(others, 1, 22), SUBSTR(others, 23) FROM theirs WHERE others <> ''
)
SELECT COUNT(*) FROM theirs CROSS JOIN learn_voices kept WHERE kept.voice = theirs.voice;

-- name: drop_voices*!
DELETE FROM learn_voices WHERE voice = :voice;

-- name: voices_by_item
SELECT item, COUNT(*) AS voices, SUM(is_helpful) AS helpful FROM learn_voices GROUP BY item;

-- name: drop_voices_of_items*!
DELETE FROM learn_voices WHERE item = :item;

-- name: drop_old_voices!
DELETE FROM learn_voices WHERE expires_at <= :now;
