-- Who works here, and the one-time links by which they join.

CREATE TABLE invites (
    code_lookup TEXT PRIMARY KEY,
    role SMALLINT NOT NULL,
    organisation TEXT NOT NULL,
    areas TEXT NOT NULL,
    topics TEXT NOT NULL,
    language TEXT,
    expires_at BIGINT NOT NULL
);

CREATE TABLE staff (
    address_id TEXT PRIMARY KEY,
    member TEXT NOT NULL UNIQUE,
    role SMALLINT NOT NULL,
    organisation TEXT NOT NULL,
    areas TEXT NOT NULL,
    topics TEXT NOT NULL
);
