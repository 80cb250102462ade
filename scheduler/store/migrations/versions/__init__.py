"""One file for each step, forward and back."""
