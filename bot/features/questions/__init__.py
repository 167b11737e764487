"""Questions: what people want to know of a session, and what they thought of it when it is over."""
