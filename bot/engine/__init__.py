"""Moves one update through: inbox, dispatch, steps, outbox, people, scheduler."""
