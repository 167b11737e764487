"""Whether the journal is whole, and who did what to which case, for the coordinator."""
