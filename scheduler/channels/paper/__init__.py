"""Paper: a network that lives in a folder of this machine."""
