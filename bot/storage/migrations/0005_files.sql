-- Clean files of cases and drafts; an album is several messages.

CREATE TABLE files (
    file_id TEXT PRIMARY KEY,
    key_id TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    expires_at BIGINT
);
CREATE INDEX files_of_key ON files (key_id);
CREATE INDEX files_by_expiry ON files (expires_at);

ALTER TABLE outbox ADD COLUMN more_messages TEXT;
