"""Turns a template and its values into text that fits a network; pure."""
