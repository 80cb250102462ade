"""Awareness Scheduler: says what a campaign has to say, when it should be said, exactly once."""
