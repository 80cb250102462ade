"""How the house speaks to people."""
