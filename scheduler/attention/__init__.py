"""What readings amount to: how high attention stands, when it surges, and what honestly keeps it up."""
