-- Sessions with few places: how many, who has one or waits for one, and as what people take part.

CREATE TABLE registrations (
    session_id TEXT PRIMARY KEY,
    programme_id TEXT NOT NULL,
    capacity BIGINT,
    closes_at BIGINT NOT NULL,
    taken BIGINT NOT NULL,
    waiting BIGINT NOT NULL,
    asked BIGINT NOT NULL,
    key_id TEXT
);
CREATE INDEX registrations_of_programme ON registrations (programme_id, session_id);
CREATE INDEX registrations_waited_for ON registrations (closes_at) WHERE waiting > 0;

CREATE TABLE session_places (
    session_id TEXT NOT NULL,
    attendee TEXT NOT NULL,
    standing SMALLINT NOT NULL,
    position BIGINT NOT NULL,
    offer_ends_at BIGINT,
    code_lookup TEXT NOT NULL UNIQUE,
    sealed BYTEA NOT NULL,
    is_here SMALLINT NOT NULL,
    PRIMARY KEY (session_id, attendee)
);
CREATE INDEX session_places_in_line ON session_places (session_id, standing, position);
CREATE INDEX session_places_of_attendee ON session_places (attendee);
CREATE INDEX session_places_offered ON session_places (offer_ends_at) WHERE offer_ends_at IS NOT NULL;

CREATE TABLE attendee_roles (
    attendee TEXT NOT NULL,
    programme_id TEXT NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (attendee, programme_id)
);
CREATE INDEX attendee_roles_of_programme ON attendee_roles (programme_id);
