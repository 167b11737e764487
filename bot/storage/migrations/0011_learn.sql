-- What readers said of what they read: yes or no, under a hash that is another one for every item.

CREATE TABLE learn_voices (
    voice TEXT PRIMARY KEY,
    item TEXT NOT NULL,
    is_helpful SMALLINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX learn_voices_by_item ON learn_voices (item, is_helpful);
CREATE INDEX learn_voices_by_age ON learn_voices (expires_at);
