-- Leads stand between officers and coordinators; members have names, languages and hours; organisations can be imported.

UPDATE staff SET role = 3 WHERE role = 2;
UPDATE invites SET role = 3 WHERE role = 2;

ALTER TABLE staff ADD COLUMN languages TEXT NOT NULL DEFAULT '';
ALTER TABLE staff ADD COLUMN hours TEXT NOT NULL DEFAULT '';
ALTER TABLE staff ADD COLUMN duty SMALLINT;
ALTER TABLE staff ADD COLUMN duty_until_at BIGINT;
ALTER TABLE staff ADD COLUMN key_id TEXT;
ALTER TABLE staff ADD COLUMN sealed_name BYTEA;

ALTER TABLE invites ADD COLUMN languages TEXT NOT NULL DEFAULT '';
ALTER TABLE invites ADD COLUMN hours TEXT NOT NULL DEFAULT '';
ALTER TABLE invites ADD COLUMN key_id TEXT;
ALTER TABLE invites ADD COLUMN sealed_name BYTEA;
UPDATE invites SET languages = COALESCE(language, '');
ALTER TABLE invites DROP COLUMN language;

CREATE TABLE organisations (
    organisation_id TEXT PRIMARY KEY,
    content TEXT NOT NULL,
    imported_at BIGINT NOT NULL
);
