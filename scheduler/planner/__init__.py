"""Decides which slots there are and what each says; pure."""
