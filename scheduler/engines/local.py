"""The beats on APScheduler in one process."""
