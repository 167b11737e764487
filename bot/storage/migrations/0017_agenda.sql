-- Reminders by everybody's own clocks, and once more for who asked; one notice for several versions; agendas
-- that stand in a chat and are kept up to date.

ALTER TABLE attendees ADD COLUMN zone TEXT NOT NULL DEFAULT '';

ALTER TABLE agenda ADD COLUMN zone TEXT NOT NULL DEFAULT '';
DROP INDEX agenda_of_round;
CREATE INDEX agenda_of_round ON agenda (session_id, lead_minutes, zone, attendee);

CREATE TABLE rounds (
    session_id TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    lead_minutes BIGINT NOT NULL,
    zone TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    reached TEXT NOT NULL,
    is_done SMALLINT NOT NULL,
    PRIMARY KEY (session_id, starts_at, lead_minutes, zone)
);
INSERT INTO rounds (session_id, starts_at, lead_minutes, zone, due_at, reached, is_done)
SELECT session_id, starts_at, lead_minutes, '', due_at, reached, is_done FROM reminder_rounds;
DROP TABLE reminder_rounds;
CREATE INDEX rounds_due ON rounds (due_at) WHERE is_done = 0;
CREATE INDEX rounds_by_zone ON rounds (session_id) WHERE zone <> '';

DROP INDEX reminders_of_attendee;
CREATE INDEX reminders_of_attendee ON reminders (attendee, decided_at);

CREATE TABLE snoozes (
    attendee TEXT NOT NULL,
    session_id TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    outcome TEXT,
    decided_at BIGINT NOT NULL,
    PRIMARY KEY (attendee, session_id)
);
CREATE INDEX snoozes_due ON snoozes (due_at) WHERE outcome IS NULL;
CREATE INDEX snoozes_of_session ON snoozes (session_id);

ALTER TABLE programme_imports ADD COLUMN told_with TEXT;
UPDATE programme_imports SET told_with = import_id WHERE is_told = 0;
CREATE INDEX programme_imports_told_with ON programme_imports (told_with);
CREATE INDEX session_changes_of ON session_changes (session_id);

CREATE TABLE agenda_messages (
    attendee TEXT NOT NULL,
    day TEXT NOT NULL,
    ref TEXT NOT NULL,
    PRIMARY KEY (attendee, day)
);
CREATE INDEX agenda_messages_by_day ON agenda_messages (day);
