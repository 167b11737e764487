"""Messages to many at once: written in several languages, approved by a second person, sent at a pace."""
