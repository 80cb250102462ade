"""The adapters to the networks, one file each."""
