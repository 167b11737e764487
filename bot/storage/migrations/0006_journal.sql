-- Who did what to which case, without content: a keyed chain, and where it ends.

CREATE TABLE journal (
    position BIGINT PRIMARY KEY,
    done_at BIGINT NOT NULL,
    deed TEXT NOT NULL,
    role SMALLINT,
    organisation TEXT NOT NULL,
    member TEXT,
    subject TEXT,
    detail TEXT NOT NULL,
    link BYTEA NOT NULL
);
CREATE INDEX journal_of_subject ON journal (subject, position);

CREATE TABLE journal_end (
    only_row SMALLINT PRIMARY KEY,
    entries BIGINT NOT NULL,
    link BYTEA NOT NULL,
    seal BYTEA NOT NULL
);
