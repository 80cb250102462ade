"""Where an alert goes when it leaves the outbox."""
