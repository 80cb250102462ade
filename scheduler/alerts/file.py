"""Appends alerts to a file, for whatever watches it."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from scheduler.model.record import Alert
from scheduler.model.sealing import instant_text

LARGEST = 4 * 1024 * 1024
"""Bytes; a file that has reached them becomes the older one beside it, in whose place it comes."""


class FileSink:
    """JSON Lines, one for each alert; on the disk when `tell` returns. A folder that is missing is made. The store and
    its record have every alert; this file and the older one hold the latest of them."""

    def __init__(self, path: Path, *, largest: int = LARGEST) -> None:
        self._path = path
        self._largest = largest

    def tell(self, alerts: Sequence[Alert]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if self._path.exists() and self._path.stat().st_size >= self._largest:
            self._path.replace(self._path.with_name(f"{self._path.name}.1"))
        with self._path.open("a+b") as file:
            size = file.tell()
            if size and os.pread(file.fileno(), 1, size - 1) != b"\n":
                file.write(b"\n")  # a crash or a full disk tore the last line; this one must stay whole
            file.write(b"".join(_line(alert) for alert in alerts))
            file.flush()
            os.fsync(file.fileno())


def _line(alert: Alert) -> bytes:
    told = {"at": instant_text(alert.at), "kind": alert.kind, "subject": alert.subject, "text": alert.text}
    return json.dumps(told, ensure_ascii=False).encode(errors="replace") + b"\n"
