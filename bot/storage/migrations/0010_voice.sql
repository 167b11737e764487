-- Consultations: what young people are asked, their voices (which nobody can tell apart), and what came of it.

CREATE TABLE consultations (
    consultation_id TEXT PRIMARY KEY,
    organisation TEXT NOT NULL,
    form TEXT NOT NULL,
    area TEXT NOT NULL,
    age TEXT NOT NULL,
    wordings TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    closes_at BIGINT NOT NULL,
    is_closed SMALLINT NOT NULL,
    is_demonstration SMALLINT NOT NULL,
    voices BIGINT NOT NULL,
    key_id TEXT,
    outcome TEXT,
    outcome_at BIGINT,
    is_told SMALLINT NOT NULL
);
CREATE INDEX consultations_by_end ON consultations (is_closed, closes_at);
CREATE INDEX consultations_of_organisation ON consultations (organisation, closes_at);
CREATE INDEX consultations_to_tell ON consultations (outcome_at) WHERE is_told = 0;

CREATE TABLE voice_counts (
    consultation_id TEXT NOT NULL,
    answer SMALLINT NOT NULL,
    voices BIGINT NOT NULL,
    PRIMARY KEY (consultation_id, answer)
);

CREATE TABLE voice_words (
    words_id TEXT PRIMARY KEY,
    consultation_id TEXT NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE INDEX voice_words_of ON voice_words (consultation_id, words_id);

CREATE TABLE voice_takers (
    voter TEXT PRIMARY KEY,
    consultation_id TEXT NOT NULL
);
CREATE INDEX voice_takers_of ON voice_takers (consultation_id);

CREATE TABLE voice_listeners (
    address_id TEXT PRIMARY KEY,
    consultation_id TEXT NOT NULL
);
CREATE INDEX voice_listeners_of ON voice_listeners (consultation_id, address_id);
