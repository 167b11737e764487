"""The service finder: places that help, found by area, kind and need; imported, dated, and never guessed."""
