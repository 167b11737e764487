-- name: add_report!
INSERT INTO number_reports (voice, country, number, expires_at) VALUES (:voice, :country, :number, :expires_at)
ON CONFLICT (voice, country, number) DO NOTHING;

-- name: voices
-- Locked, so that of two people who speak at the same moment the second one counts the first.
SELECT voice FROM number_reports WHERE country = :country AND number = :number FOR UPDATE;

-- name: count_voices$
SELECT COUNT(*) FROM number_reports WHERE country = :country AND number = :number AND expires_at > :now;

-- name: drop_reports_of_number!
DELETE FROM number_reports WHERE country = :country AND number = :number;

-- name: count_reports_of$
SELECT COUNT(*) FROM number_reports WHERE voice = :voice;

-- name: drop_reports_of!
DELETE FROM number_reports WHERE voice = :voice;

-- name: drop_expired_reports!
DELETE FROM number_reports WHERE expires_at <= :now;

-- name: begin_doubt!
INSERT INTO number_doubts (country, number, is_decided, since_at) VALUES (:country, :number, 0, :now)
ON CONFLICT (country, number) DO NOTHING;

-- name: doubts
SELECT country, number, is_decided FROM number_doubts ORDER BY is_decided, country, number;

-- name: doubt^
SELECT country, number, is_decided FROM number_doubts WHERE country = :country AND number = :number;

-- name: decide_doubt!
UPDATE number_doubts SET is_decided = 1
WHERE country = :country AND number = :number AND is_decided = 0;

-- name: end_doubt!
DELETE FROM number_doubts WHERE country = :country AND number = :number;
