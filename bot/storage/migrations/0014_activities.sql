-- Activities, who has a place or waits for one, and how far reminders and notices of changes have come.

CREATE TABLE activities (
    activity_id TEXT PRIMARY KEY,
    file TEXT NOT NULL,
    activity_key TEXT NOT NULL,
    organisation TEXT NOT NULL,
    area TEXT NOT NULL,
    kind TEXT NOT NULL,
    zone TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    closes_at BIGINT NOT NULL,
    youngest SMALLINT NOT NULL,
    oldest SMALLINT NOT NULL,
    is_free SMALLINT NOT NULL,
    access SMALLINT NOT NULL,
    capacity BIGINT,
    state TEXT NOT NULL,
    content TEXT NOT NULL,
    taken BIGINT NOT NULL,
    waiting BIGINT NOT NULL,
    asked BIGINT NOT NULL,
    key_id TEXT,
    came BIGINT,
    UNIQUE (file, activity_key)
);
CREATE INDEX activities_found ON activities
    (state, starts_at, activity_id, ends_at, area, kind, youngest, oldest, is_free, access);
CREATE INDEX activities_of_organisation ON activities (organisation, starts_at);
CREATE INDEX activities_by_start ON activities (starts_at);
CREATE INDEX activities_waited_for ON activities (closes_at) WHERE waiting > 0;
CREATE INDEX activities_signed_up_for ON activities (ends_at) WHERE key_id IS NOT NULL;
CREATE INDEX activities_by_end ON activities (ends_at);

CREATE TABLE activity_places (
    address_id TEXT PRIMARY KEY,
    activity_id TEXT NOT NULL,
    standing SMALLINT NOT NULL,
    position BIGINT NOT NULL,
    offer_ends_at BIGINT,
    code_lookup TEXT NOT NULL UNIQUE,
    sealed BYTEA NOT NULL,
    is_here SMALLINT NOT NULL
);
CREATE INDEX activity_places_in_line ON activity_places (activity_id, standing, position);
CREATE INDEX activity_places_in_turn ON activity_places (activity_id, address_id);
CREATE INDEX activity_places_offered ON activity_places (offer_ends_at) WHERE offer_ends_at IS NOT NULL;

CREATE TABLE activity_rounds (
    activity_id TEXT NOT NULL,
    lead_hours BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    reached TEXT NOT NULL,
    is_done SMALLINT NOT NULL,
    PRIMARY KEY (activity_id, lead_hours)
);
CREATE INDEX activity_rounds_due ON activity_rounds (due_at) WHERE is_done = 0;

CREATE TABLE activity_news (
    activity_id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    before_at BIGINT NOT NULL,
    before_place TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    told_to TEXT NOT NULL,
    is_told SMALLINT NOT NULL
);
CREATE INDEX activity_news_to_tell ON activity_news (changed_at) WHERE is_told = 0;
