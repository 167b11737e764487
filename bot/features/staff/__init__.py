"""Officers and coordinators: invited by one-time links, known by role, organisation and what they cover."""
