"""The durable outside: SQLite tables, migrations and the transactions over them."""
