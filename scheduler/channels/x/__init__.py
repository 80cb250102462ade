"""X, by its paid API."""
