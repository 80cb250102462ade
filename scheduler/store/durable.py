"""Puts files in place so that a crash leaves the old one or the new one, and nothing between."""

import os
from pathlib import Path


def put_whole(path: Path, content: bytes) -> None:
    """Raises OSError."""
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    put_in_place(fresh, path)


def put_in_place(fresh: Path, path: Path) -> None:
    """`fresh` becomes `path`, in the same folder, for good. Raises OSError."""
    fresh.replace(path)
    settle(path.parent)


def settle(folder: Path) -> None:
    """The names in a folder outlive a loss of power from here on. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
