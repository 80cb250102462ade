"""One pass over every beat, for cron."""
