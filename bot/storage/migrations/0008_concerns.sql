-- Who may read a concern, what was promised, what officers note about it, and how it changes hands.

ALTER TABLE concerns ADD COLUMN name_number BIGINT NOT NULL DEFAULT 0;
ALTER TABLE concerns ADD COLUMN kinds TEXT NOT NULL DEFAULT '';
ALTER TABLE concerns ADD COLUMN is_about_staff SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE concerns ADD COLUMN urgency SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE concerns ADD COLUMN tier SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE concerns ADD COLUMN organisation TEXT;
ALTER TABLE concerns ADD COLUMN call_at BIGINT;
ALTER TABLE concerns ADD COLUMN answer_by_at BIGINT;
ALTER TABLE concerns ADD COLUMN is_late SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE concerns ADD COLUMN seen_at BIGINT;
ALTER TABLE concerns ADD COLUMN unseen BIGINT NOT NULL DEFAULT 0;
ALTER TABLE concerns ADD COLUMN labels TEXT NOT NULL DEFAULT '';
ALTER TABLE concerns ADD COLUMN summary BYTEA;
ALTER TABLE concerns ADD COLUMN conduct BYTEA;
ALTER TABLE concerns ADD COLUMN training TEXT;
ALTER TABLE concerns ADD COLUMN is_rated SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE concerns ADD COLUMN expires_at BIGINT;
ALTER TABLE concerns ADD COLUMN struck_at BIGINT;
ALTER TABLE concerns ADD COLUMN struck_by TEXT;
ALTER TABLE concerns ADD COLUMN struck_for TEXT;
ALTER TABLE concerns ADD COLUMN appeal SMALLINT NOT NULL DEFAULT 0;
DROP INDEX concerns_by_state;
CREATE INDEX concerns_by_state ON concerns (state, urgency, opened_at);
CREATE INDEX concerns_of_organisation ON concerns (organisation, state, opened_at);
CREATE INDEX concerns_by_reference ON concerns (reference);
CREATE INDEX concerns_by_call ON concerns (call_at);
CREATE INDEX concerns_by_promise ON concerns (answer_by_at);
CREATE INDEX concerns_by_expiry ON concerns (expires_at);
CREATE INDEX concerns_by_change ON concerns (state, changed_at);
CREATE INDEX concerns_of_training ON concerns (training);

ALTER TABLE concern_messages ADD COLUMN files TEXT NOT NULL DEFAULT '';
CREATE INDEX concern_messages_by_source ON concern_messages (case_id, from_officer, source_message);

CREATE INDEX concern_cards_of_officer ON concern_cards (officer);
ALTER TABLE concern_cards ADD COLUMN is_offered SMALLINT NOT NULL DEFAULT 0;

ALTER TABLE concern_held ADD COLUMN case_id TEXT;
CREATE INDEX concern_held_of_case ON concern_held (case_id);

CREATE TABLE concern_notes (
    note_id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL,
    organisation TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    position BIGINT NOT NULL
);
CREATE INDEX concern_notes_in_order ON concern_notes (case_id, position);

CREATE TABLE concern_exclusions (
    case_id TEXT NOT NULL,
    officer TEXT NOT NULL,
    PRIMARY KEY (case_id, officer)
);

CREATE INDEX concern_exclusions_of_officer ON concern_exclusions (officer);

CREATE TABLE concern_handovers (
    case_id TEXT PRIMARY KEY,
    offer_id TEXT NOT NULL,
    from_officer TEXT NOT NULL,
    to_organisation TEXT NOT NULL,
    scope SMALLINT NOT NULL,
    state SMALLINT NOT NULL,
    reason TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    summary BYTEA
);
CREATE INDEX concern_handovers_by_age ON concern_handovers (asked_at);
CREATE INDEX concern_handovers_of_officer ON concern_handovers (from_officer);

CREATE TABLE concern_limits (
    case_id TEXT NOT NULL,
    organisation TEXT NOT NULL,
    scope SMALLINT NOT NULL,
    upto BIGINT NOT NULL,
    PRIMARY KEY (case_id, organisation)
);

CREATE TABLE case_counts (
    month TEXT NOT NULL,
    topic TEXT NOT NULL,
    organisation TEXT NOT NULL,
    outcome TEXT NOT NULL,
    cases BIGINT NOT NULL,
    PRIMARY KEY (month, topic, organisation, outcome)
);

CREATE TABLE case_ratings (
    month TEXT NOT NULL,
    topic TEXT NOT NULL,
    organisation TEXT NOT NULL,
    rating TEXT NOT NULL,
    answers BIGINT NOT NULL,
    PRIMARY KEY (month, topic, organisation, rating)
);

CREATE TABLE strikes (
    token TEXT PRIMARY KEY,
    key_id TEXT NOT NULL,
    sealed BYTEA NOT NULL
);

CREATE TABLE trainings (
    training_id TEXT PRIMARY KEY,
    code_lookup TEXT NOT NULL UNIQUE,
    organisation TEXT NOT NULL,
    ends_at BIGINT NOT NULL
);
CREATE INDEX trainings_by_end ON trainings (ends_at);

CREATE TABLE training_staff (
    training_id TEXT NOT NULL,
    officer TEXT NOT NULL,
    PRIMARY KEY (training_id, officer)
);
