-- Messages to many: what is to be said to whom, how far it has come, and who wants no more of a kind.

ALTER TABLE outbox ADD COLUMN batch TEXT;
CREATE INDEX outbox_of_batch ON outbox (batch, state) WHERE batch IS NOT NULL;

CREATE TABLE batch_endings (
    batch TEXT NOT NULL,
    ending TEXT NOT NULL,
    letters BIGINT NOT NULL,
    PRIMARY KEY (batch, ending)
);

CREATE INDEX agenda_of_session ON agenda (session_id, attendee);

CREATE TABLE broadcasts (
    broadcast_id TEXT PRIMARY KEY,
    key_id TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    audience TEXT NOT NULL,
    readers TEXT NOT NULL,
    languages TEXT NOT NULL,
    kind TEXT NOT NULL,
    state SMALLINT NOT NULL,
    author TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    people BIGINT NOT NULL,
    passed_over BIGINT NOT NULL,
    unreachable BIGINT NOT NULL
);
CREATE INDEX broadcasts_by_state ON broadcasts (state, written_at);
CREATE INDEX broadcasts_by_expiry ON broadcasts (expires_at);

CREATE TABLE broadcast_rounds (
    broadcast_id TEXT NOT NULL,
    zone TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    reached TEXT NOT NULL,
    is_done SMALLINT NOT NULL,
    PRIMARY KEY (broadcast_id, zone)
);
CREATE INDEX broadcast_rounds_due ON broadcast_rounds (due_at) WHERE is_done = 0;

CREATE TABLE broadcast_texts (
    text_lookup TEXT PRIMARY KEY,
    sent_at BIGINT NOT NULL
);
CREATE INDEX broadcast_texts_by_age ON broadcast_texts (sent_at);

CREATE TABLE broadcast_refusals (
    kind TEXT NOT NULL,
    reader TEXT NOT NULL,
    PRIMARY KEY (kind, reader)
);
CREATE INDEX broadcast_refusals_of_reader ON broadcast_refusals (reader);
