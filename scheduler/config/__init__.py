"""Reads the organisers' files, strictly and kindly."""
