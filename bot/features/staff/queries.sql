-- name: keep_invite!
INSERT INTO invites (code_lookup, role, organisation, areas, topics, languages, hours, key_id, sealed_name, expires_at)
VALUES (:code_lookup, :role, :organisation, :areas, :topics, :languages, :hours, :key_id, :sealed_name, :expires_at);

-- name: invite^
SELECT * FROM invites WHERE code_lookup = :code_lookup AND expires_at > :now;

-- name: use_invite!
DELETE FROM invites WHERE code_lookup = :code_lookup;

-- name: expired_invites
SELECT code_lookup, key_id FROM invites WHERE expires_at <= :now;

-- name: enrol!
INSERT INTO staff (address_id, member, role, organisation, areas, topics, languages, hours, key_id, sealed_name)
VALUES (:address_id, :member, :role, :organisation, :areas, :topics, :languages, :hours, :key_id, :sealed_name);

-- name: change!
-- New hours are a new roster: what was said about the old one is over.
UPDATE staff SET role = :role, organisation = :organisation, areas = :areas, topics = :topics, languages = :languages,
    hours = :hours, key_id = :key_id, sealed_name = :sealed_name,
    duty = CASE WHEN hours = :hours THEN duty END, duty_until_at = CASE WHEN hours = :hours THEN duty_until_at END
WHERE address_id = :address_id;

-- name: set_hours!
UPDATE staff SET hours = :hours, duty = NULL, duty_until_at = NULL WHERE address_id = :address_id;

-- name: set_duty!
UPDATE staff SET duty = :duty, duty_until_at = :duty_until_at WHERE address_id = :address_id;

-- name: member^
SELECT * FROM staff WHERE member = :member;

-- name: member_at^
SELECT * FROM staff WHERE address_id = :address_id;

-- name: everyone
SELECT * FROM staff ORDER BY address_id;

-- name: reachable
-- Who blocked the bot has no address for now, and covers nothing.
SELECT s.* FROM staff s JOIN addresses a ON a.address_id = s.address_id ORDER BY s.address_id;

-- name: coordinators
-- Two who leave at the same time must not both believe that the other stays.
SELECT address_id FROM staff WHERE role = :role ORDER BY address_id FOR UPDATE;

-- name: working_for$
SELECT COUNT(*) FROM staff WHERE organisation = :organisation;

-- name: leave!
DELETE FROM staff WHERE address_id = :address_id;

-- name: organisations
SELECT organisation_id, content FROM organisations ORDER BY organisation_id;

-- name: keep_organisation!
INSERT INTO organisations (organisation_id, content, imported_at) VALUES (:organisation_id, :content, :imported_at)
ON CONFLICT (organisation_id) DO UPDATE SET content = :content, imported_at = :imported_at;

-- name: retire_organisation!
DELETE FROM organisations WHERE organisation_id = :organisation_id;

-- name: colleagues
SELECT s.member, s.address_id, s.role, s.organisation, s.areas, a.language
FROM staff s LEFT JOIN addresses a ON a.address_id = s.address_id
ORDER BY s.member;
