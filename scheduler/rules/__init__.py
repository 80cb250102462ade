"""Guards that return a verdict with its reason; pure."""
