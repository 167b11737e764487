-- Concerns, what was written in them, who was shown a card, and what officers wrote without saying to whom.

CREATE TABLE concerns (
    case_id TEXT PRIMARY KEY,
    key_id TEXT NOT NULL,
    code_lookup TEXT NOT NULL UNIQUE,
    reference TEXT NOT NULL,
    topic TEXT NOT NULL,
    area TEXT NOT NULL,
    language TEXT NOT NULL,
    state SMALLINT NOT NULL,
    outcome TEXT,
    reporter TEXT NOT NULL,
    officer TEXT,
    opened_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX concerns_of_officer ON concerns (officer, state);
CREATE INDEX concerns_by_state ON concerns (state, opened_at);
CREATE INDEX concerns_by_reporter ON concerns (reporter);

CREATE TABLE concern_messages (
    message_id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL,
    from_officer SMALLINT NOT NULL,
    sealed BYTEA NOT NULL,
    source_message BIGINT NOT NULL,
    position BIGINT NOT NULL,
    is_edited SMALLINT NOT NULL
);
CREATE INDEX concern_messages_in_order ON concern_messages (case_id, position);

CREATE TABLE concern_cards (
    case_id TEXT NOT NULL,
    officer TEXT NOT NULL,
    PRIMARY KEY (case_id, officer)
);

CREATE TABLE concern_held (
    held_id TEXT PRIMARY KEY,
    officer TEXT NOT NULL,
    key_id TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    source_message BIGINT NOT NULL,
    held_at BIGINT NOT NULL
);
CREATE INDEX concern_held_by_age ON concern_held (held_at);
CREATE INDEX concern_held_of_officer ON concern_held (officer, source_message);

CREATE TABLE erasures (
    proof_lookup TEXT PRIMARY KEY,
    erased_at BIGINT NOT NULL
);
