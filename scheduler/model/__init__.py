"""The nouns of the house; see docs/glossary.md."""
