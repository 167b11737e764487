-- Whoever adds a session after it has changed is not told of that change: they have seen it.

ALTER TABLE agenda ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0;
