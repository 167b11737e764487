-- Programmes, their sessions, who wants to be at which, and how far reminders and notices of changes have come.

CREATE TABLE programmes (
    programme_id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    zone TEXT NOT NULL,
    version TEXT,
    tracks TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);

CREATE TABLE sessions (
    session_id TEXT PRIMARY KEY,
    programme_id TEXT NOT NULL,
    session_key TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    day TEXT NOT NULL,
    track TEXT,
    state TEXT NOT NULL,
    is_withdrawn SMALLINT NOT NULL,
    content TEXT NOT NULL,
    UNIQUE (programme_id, session_key)
);
CREATE INDEX sessions_of_day ON sessions (programme_id, day, is_withdrawn, starts_at, session_id);
CREATE INDEX sessions_by_end ON sessions (ends_at);

CREATE TABLE programme_imports (
    import_id TEXT PRIMARY KEY,
    programme_id TEXT NOT NULL,
    imported_at BIGINT NOT NULL,
    version TEXT,
    told_to TEXT NOT NULL,
    is_told SMALLINT NOT NULL
);
CREATE INDEX programme_imports_to_tell ON programme_imports (imported_at) WHERE is_told = 0;

CREATE TABLE session_changes (
    import_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    before_at BIGINT NOT NULL,
    after_at BIGINT NOT NULL,
    before_room TEXT,
    after_room TEXT,
    PRIMARY KEY (import_id, session_id)
);

CREATE TABLE attendees (
    attendee TEXT PRIMARY KEY,
    address_id TEXT NOT NULL,
    lead_minutes BIGINT
);

CREATE TABLE agenda (
    attendee TEXT NOT NULL,
    session_id TEXT NOT NULL,
    lead_minutes BIGINT,
    PRIMARY KEY (attendee, session_id)
);
CREATE INDEX agenda_of_round ON agenda (session_id, lead_minutes, attendee);

CREATE TABLE reminder_rounds (
    session_id TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    lead_minutes BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    reached TEXT NOT NULL,
    is_done SMALLINT NOT NULL,
    PRIMARY KEY (session_id, starts_at, lead_minutes)
);
CREATE INDEX reminder_rounds_due ON reminder_rounds (due_at) WHERE is_done = 0;

CREATE TABLE reminders (
    session_id TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    lead_minutes BIGINT NOT NULL,
    attendee TEXT NOT NULL,
    outcome TEXT NOT NULL,
    decided_at BIGINT NOT NULL,
    PRIMARY KEY (session_id, starts_at, lead_minutes, attendee)
);
CREATE INDEX reminders_of_attendee ON reminders (attendee);
