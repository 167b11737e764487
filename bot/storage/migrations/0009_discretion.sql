-- How somebody wants to be written to, letters that wait behind a neutral message, and what can be wiped.

ALTER TABLE people ADD COLUMN manner BYTEA;

ALTER TABLE outbox ADD COLUMN veil SMALLINT NOT NULL DEFAULT 0;
CREATE INDEX outbox_veiled ON outbox (try_at) WHERE veil = 1 AND state = 2;

CREATE TABLE traces (
    trace_id TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    wipe_at BIGINT NOT NULL
);
CREATE INDEX traces_of_person ON traces (person);
CREATE INDEX traces_by_age ON traces (wipe_at);
