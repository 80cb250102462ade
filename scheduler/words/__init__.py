"""How the house speaks to people: pure wording, shared by its faces."""
