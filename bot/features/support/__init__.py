"""Help now: whom to call and what to do, from memory, at once; and what became of numbers that failed."""
