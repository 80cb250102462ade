"""The use cases: what happens, in what order, between the decisions and the outside."""
