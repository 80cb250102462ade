"""Appends alerts to a file, for whatever watches it."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from scheduler.model.record import Alert
from scheduler.model.sealing import instant_text


class FileSink:
    """JSON Lines, one for each alert; on the disk when `tell` returns. A folder that is missing is made."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def tell(self, alerts: Sequence[Alert]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
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
