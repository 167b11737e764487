-- Numbers that did not work: who said so, as a pseudonym for that alone, and what is to be checked.

CREATE TABLE number_reports (
    voice TEXT NOT NULL,
    country TEXT NOT NULL,
    number TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (voice, country, number)
);
CREATE INDEX number_reports_by_number ON number_reports (country, number);
CREATE INDEX number_reports_by_expiry ON number_reports (expires_at);

CREATE TABLE number_doubts (
    country TEXT NOT NULL,
    number TEXT NOT NULL,
    is_decided SMALLINT NOT NULL,
    since_at BIGINT NOT NULL,
    PRIMARY KEY (country, number)
);
