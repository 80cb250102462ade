"""Names every concrete class, once."""
