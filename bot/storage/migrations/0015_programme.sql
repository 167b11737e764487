-- Where programmes come from, what every version changed, what waits for a person's word, what staff edited.

ALTER TABLE sessions ADD COLUMN doubts SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN edits TEXT NOT NULL DEFAULT '';

ALTER TABLE programme_imports ADD COLUMN cause TEXT NOT NULL DEFAULT 'command';
CREATE INDEX programme_imports_of ON programme_imports (programme_id, imported_at);

CREATE TABLE ledger (
    import_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    PRIMARY KEY (import_id, session_id, kind)
);

CREATE TABLE programme_sources (
    name TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    zone TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    is_private SMALLINT NOT NULL,
    is_configured SMALLINT NOT NULL,
    etag TEXT NOT NULL,
    modified TEXT NOT NULL,
    digest TEXT NOT NULL,
    next_at BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    failing_since_at BIGINT,
    is_told SMALLINT NOT NULL
);

CREATE TABLE programme_proposals (
    proposal_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    cause TEXT NOT NULL,
    lost TEXT NOT NULL,
    is_refused SMALLINT NOT NULL,
    proposed_at BIGINT NOT NULL,
    content BYTEA NOT NULL
);
CREATE INDEX programme_proposals_of ON programme_proposals (name, proposed_at);
CREATE INDEX programme_proposals_by_age ON programme_proposals (proposed_at);
