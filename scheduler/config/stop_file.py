"""The STOP file, which stops everything without the store: whether it lies there, and what is known of it."""

import os
import pwd
import stat
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from scheduler.model.record import StopFile

STOP = "STOP"
LONGEST = 200
"""Characters of its first line that are told."""

_OPEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def stop_file_in(root: Path) -> StopFile | None:
    """In this folder, or in its `config/`. That its name stands there is enough: nothing that goes wrong when one asks
    for more makes it any less of a stop, and a folder that cannot be read counts as having one."""
    for folder in (root, root / "config"):
        try:
            lies_there = STOP in {path.name for path in folder.iterdir()}
        except OSError:
            return StopFile(path=str(folder), why="this folder cannot be read")
        if lies_there:
            return _known(folder / STOP)
    return None


def _known(path: Path) -> StopFile:
    try:
        found = path.lstat()
    except OSError:
        return StopFile(path=str(path))
    why = _first_line(path) if stat.S_ISREG(found.st_mode) else ""
    return StopFile(path=str(path), since=datetime.fromtimestamp(found.st_mtime, UTC), who=owner(found.st_uid), why=why)


def _first_line(path: Path) -> str:
    with suppress(OSError):
        descriptor = os.open(path, _OPEN)
        try:
            beginning = os.read(descriptor, 4 * LONGEST).decode("utf-8", "replace")
        finally:
            os.close(descriptor)
        return (beginning.strip().splitlines() or [""])[0].strip()[:LONGEST]
    return ""


def owner(number: int) -> str:
    """As the record names people; one whom no list of users knows, as in a container, by the number."""
    try:
        return f"user:{pwd.getpwuid(number).pw_name}"
    except KeyError:
        return f"user:{number}"
