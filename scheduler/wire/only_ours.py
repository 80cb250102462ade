"""Writes a file that nobody else may read, whole or not at all."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

LEFT_BEHIND = 60
"""Seconds after which nobody is still writing a file of a few kilobytes."""


def write(path: Path, content: bytes) -> None:
    """In the place of what was there. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    half, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(half, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _clear(path)


def _clear(path: Path) -> None:
    """What was half written when a process was killed holds secrets too."""
    with suppress(OSError):
        now = path.stat().st_mtime
        for half in path.parent.glob(f".{path.name}.*"):
            if now - half.stat().st_mtime > LEFT_BEHIND:
                half.unlink()
