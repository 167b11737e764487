"""The words all features share: they know no Telegram, no SQL and no prose."""
