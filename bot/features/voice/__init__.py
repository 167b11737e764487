"""Voice: young people are asked, nobody can tell who answered what, and they hear what came of it."""
