"""Mastodon, and the servers that speak as it does."""
