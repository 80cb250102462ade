"""Whoever watches from outside whether the house lives: the supervisor of the machine, a monitor elsewhere."""
