"""Welcome, menu, language and help."""
