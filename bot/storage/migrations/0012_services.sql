-- Services that help: what was imported last, which edition of the whole list that is, and who said an entry is wrong.

CREATE TABLE services (
    code TEXT PRIMARY KEY,
    content TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    retired_at BIGINT
);
CREATE INDEX services_retired ON services (retired_at) WHERE retired_at IS NOT NULL;

CREATE TABLE service_list (
    only_row SMALLINT PRIMARY KEY,
    edition TEXT NOT NULL,
    imported_at BIGINT NOT NULL
);

CREATE TABLE service_reports (
    code TEXT NOT NULL,
    reporter TEXT NOT NULL,
    reported_at BIGINT NOT NULL,
    PRIMARY KEY (code, reporter)
);
CREATE INDEX service_reports_of_reporter ON service_reports (reporter);
CREATE INDEX service_reports_by_age ON service_reports (reported_at);
