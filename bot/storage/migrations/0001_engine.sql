-- What the engine keeps: secrets, people, addresses, open questions, updates in hand, letters owed.

CREATE TABLE secrets (
    name TEXT PRIMARY KEY,
    sealed BYTEA NOT NULL
);

CREATE TABLE data_keys (
    key_id TEXT PRIMARY KEY,
    sealed BYTEA NOT NULL
);

CREATE TABLE people (
    person TEXT PRIMARY KEY,
    key_id TEXT NOT NULL,
    language TEXT NOT NULL,
    is_staff SMALLINT NOT NULL
);

CREATE TABLE addresses (
    address_id TEXT PRIMARY KEY,
    sealed BYTEA NOT NULL,
    language TEXT NOT NULL
);

CREATE TABLE links (
    link_id TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE INDEX links_of_person ON links (person);

CREATE TABLE steps (
    person TEXT NOT NULL,
    dialogue TEXT NOT NULL,
    name TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    asked_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (person, dialogue)
);
CREATE INDEX steps_by_expiry ON steps (expires_at);

CREATE TABLE inbox (
    update_id BIGINT PRIMARY KEY,
    sealed BYTEA,
    received_at BIGINT NOT NULL,
    handled_at BIGINT
);
CREATE INDEX inbox_by_handling ON inbox (handled_at);

CREATE TABLE outbox (
    letter_id TEXT PRIMARY KEY,
    address_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    lane SMALLINT NOT NULL,
    state SMALLINT NOT NULL,
    position BIGINT NOT NULL,
    try_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    at_most_once SMALLINT NOT NULL,
    is_last SMALLINT NOT NULL,
    tries SMALLINT NOT NULL,
    ref TEXT,
    key_id TEXT,
    sealed BYTEA,
    message_id BIGINT,
    thread_id BIGINT
);
CREATE INDEX outbox_owed ON outbox (state, lane, position);
CREATE INDEX outbox_by_try ON outbox (state, try_at);
CREATE INDEX outbox_of_address ON outbox (address_id, lane, state, position);
CREATE INDEX outbox_by_ref ON outbox (ref);
CREATE INDEX outbox_by_message ON outbox (address_id, message_id);
CREATE INDEX outbox_by_expiry ON outbox (expires_at);
