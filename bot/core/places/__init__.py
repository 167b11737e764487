"""Places that are few, whatever they are in: who gets one, who waits, whom one is offered to."""
