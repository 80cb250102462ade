"""The command line: one module a verb, each of which parses, asks a use case and prints."""
