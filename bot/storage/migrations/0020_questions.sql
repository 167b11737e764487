-- Questions to a session, votes for them, and what people thought of it afterwards.

CREATE TABLE session_rooms (
    session_id TEXT PRIMARY KEY,
    key_id TEXT,
    expires_at BIGINT NOT NULL,
    feedback_ends_at BIGINT,
    answers BIGINT NOT NULL,
    is_closed SMALLINT NOT NULL
);
CREATE INDEX session_rooms_by_expiry ON session_rooms (expires_at);
CREATE INDEX session_rooms_to_close ON session_rooms (feedback_ends_at) WHERE is_closed = 0;

CREATE TABLE questions (
    question_id TEXT PRIMARY KEY,
    session_id TEXT NOT NULL,
    state SMALLINT NOT NULL,
    role TEXT NOT NULL,
    votes BIGINT NOT NULL,
    address_id TEXT NOT NULL,
    merged_into TEXT,
    sealed BYTEA NOT NULL,
    answer BYTEA
);
CREATE INDEX questions_of ON questions (session_id, state, votes);
CREATE INDEX questions_by_state ON questions (state, session_id, question_id);
CREATE INDEX questions_merged ON questions (merged_into);

CREATE TABLE question_votes (
    vote TEXT PRIMARY KEY,
    question_id TEXT NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE INDEX question_votes_of ON question_votes (question_id);

CREATE TABLE feedback_rounds (
    session_id TEXT NOT NULL,
    place TEXT NOT NULL,
    zone TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    reached TEXT NOT NULL,
    is_done SMALLINT NOT NULL,
    PRIMARY KEY (session_id, place)
);
CREATE INDEX feedback_rounds_due ON feedback_rounds (due_at) WHERE is_done = 0;

CREATE TABLE feedback_asked (
    session_id TEXT NOT NULL,
    attendee TEXT NOT NULL,
    PRIMARY KEY (session_id, attendee)
);
CREATE INDEX feedback_asked_of ON feedback_asked (attendee);

CREATE TABLE feedback_refusals (
    attendee TEXT PRIMARY KEY
);

CREATE TABLE feedback (
    giver TEXT PRIMARY KEY,
    session_id TEXT NOT NULL,
    rating SMALLINT NOT NULL,
    sealed BYTEA
);
CREATE INDEX feedback_of ON feedback (session_id, rating);

CREATE TABLE feedback_counts (
    session_id TEXT NOT NULL,
    rating SMALLINT NOT NULL,
    voices BIGINT NOT NULL,
    PRIMARY KEY (session_id, rating)
);

CREATE TABLE feedback_words (
    words_id TEXT PRIMARY KEY,
    session_id TEXT NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE INDEX feedback_words_of ON feedback_words (session_id, words_id);
