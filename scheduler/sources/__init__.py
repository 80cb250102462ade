"""Where counts of what is said come from: files, networks, the web."""
