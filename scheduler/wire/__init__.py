"""The one way out to a network: every request of every adapter passes the door in this room."""
