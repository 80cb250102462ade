"""When requests of a service are on the wire, as its own channel sees it, told to whoever stops it from elsewhere."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from scheduler.channels.kit import Kit
from scheduler.model.account import Account
from scheduler.model.receipt import Outcome, Prepared
from scheduler.service.ports import Fence
from tests.sinks.channel import SinkChannel, Where
from tests.stops.ground import CLOCK

BEGAN, ENDED = "began", "ended"


@dataclass(frozen=True)
class Request:
    """From its fence to its answer, in seconds of the machine's monotonic clock; `ended` None: it is under way."""

    key: str
    began: float
    ended: float | None = None


class Timed(SinkChannel):
    """Writes down when a request has passed its fence, and when it was answered, whatever the answer is."""

    def __init__(self, account: Account, kit: Kit, where: Where) -> None:
        super().__init__(account, kit, where)
        self._log = _log(kit.folder)

    def send(self, prepared: Prepared, fence: Fence) -> Outcome:
        passed = False

        def timed() -> None:
            nonlocal passed
            fence()
            passed = True
            self._note(BEGAN, prepared.key)

        try:
            return super().send(prepared, timed)
        finally:
            if passed:
                self._note(ENDED, prepared.key)

    def _note(self, what: str, key: str) -> None:
        descriptor = os.open(self._log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(descriptor, f"{json.dumps([what, key, CLOCK.monotonic()])}\n".encode())
        os.close(descriptor)


def requests_of(folder: Path) -> list[Request]:
    found: list[Request] = []
    under_way: dict[str, float] = {}
    log = _log(folder)
    for line in log.read_text().splitlines() if log.exists() else []:
        what, key, at = json.loads(line)
        if what == BEGAN:
            under_way[key] = at
        else:
            found.append(Request(key, under_way.pop(key), at))
    return [*found, *(Request(key, began) for key, began in under_way.items())]


def under_way(folder: Path) -> str | None:
    """The key of one that is on the wire at this moment."""
    return next((request.key for request in requests_of(folder) if request.ended is None), None)


def _log(folder: Path) -> Path:
    return folder / "requests.jsonl"
