-- name: edition$
SELECT edition FROM service_list WHERE only_row = 1;

-- name: start_edition!
INSERT INTO service_list (only_row, edition, imported_at) VALUES (1, :edition, :now)
ON CONFLICT (only_row) DO UPDATE SET edition = excluded.edition, imported_at = excluded.imported_at;

-- name: listed
SELECT code, content FROM services WHERE retired_at IS NULL;

-- name: kept
SELECT code, content, retired_at FROM services;

-- name: page
SELECT code, content, retired_at FROM services WHERE code IN (:first, :second, :third, :fourth, :fifth);

-- name: service^
SELECT code, content, retired_at FROM services WHERE code = :code;

-- name: keep_services*!
INSERT INTO services (code, content, changed_at, retired_at) VALUES (:code, :content, :now, NULL)
ON CONFLICT (code) DO UPDATE
SET content = excluded.content, changed_at = excluded.changed_at, retired_at = NULL;

-- name: retire_services*!
UPDATE services SET retired_at = :now WHERE code = :code;

-- name: drop_retired!
DELETE FROM services WHERE retired_at <= :before;

-- name: hold_service^
-- Whoever reports the same service waits, so that reports are counted one after the other.
SELECT code FROM services WHERE code = :code FOR UPDATE;

-- name: keep_report!
INSERT INTO service_reports (code, reporter, reported_at) VALUES (:code, :reporter, :day)
ON CONFLICT (code, reporter) DO NOTHING;

-- name: reports_since$
SELECT COUNT(*) FROM service_reports WHERE code = :code AND reported_at > :since;

-- name: reported
SELECT code FROM service_reports
WHERE code IN (:first, :second, :third, :fourth, :fifth) AND reported_at > :since
GROUP BY code HAVING COUNT(*) >= :least;

-- name: reports_by$
SELECT COUNT(*) FROM service_reports WHERE reporter = :reporter;

-- name: drop_reports_by!
DELETE FROM service_reports WHERE reporter = :reporter;

-- name: drop_reports_on*!
DELETE FROM service_reports WHERE code = :code;

-- name: drop_old_reports!
DELETE FROM service_reports WHERE reported_at <= :before;
