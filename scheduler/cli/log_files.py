"""The log of the service in a file beside the store: private, bounded, and never in the way of a post."""

import logging
import os
from collections.abc import Mapping
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

LARGEST = 5 * 1024 * 1024
"""Bytes of one file."""

OLDER = 4
"""Files that are kept beside it, `log.jsonl.1` the newest of them: 25 MiB in all."""


class LogFile(RotatingFileHandler):
    """Opened at its first line, for our eyes only. Where the disk is full a line is lost, and nothing else is."""

    def __init__(self, path: Path, *, largest: int = LARGEST, older: int = OLDER) -> None:
        super().__init__(path, maxBytes=largest, backupCount=older, encoding="utf-8", errors="replace", delay=True)

    def _open(self) -> TextIOWrapper:
        path = Path(self.baseFilename)
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        return os.fdopen(descriptor, "a", encoding=self.encoding, errors=self.errors)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """A log that cannot be written is no reason to fail, nor to print the line elsewhere."""


def is_journal(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Whether systemd's journal collects what is written there, and rotates it."""
    device, _, inode = environ.get("JOURNAL_STREAM", "").partition(":")
    try:
        found = os.fstat(stream.fileno())
    except (OSError, ValueError):
        return False
    return (device, inode) == (str(found.st_dev), str(found.st_ino))
