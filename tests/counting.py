"""What a source is handed, with good defaults, and what every source must survive."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from scheduler.clock import ManualClock
from scheduler.model.count import Bin
from scheduler.model.watch import Origin, Watched
from scheduler.service.attention_ports import Ours, Source
from scheduler.sources.kit import Kit
from scheduler.sources.registry import SOURCES
from tests.make import utc
from tests.servers.raw import Manner, answers, closes, drips, floods, hangs, resets

SINCE, UNTIL = utc("2026-11-23 00:00"), utc("2026-11-23 12:00")
NOW = utc("2026-11-23 12:07")
HOUR = timedelta(hours=1)

HOSTILE: dict[str, Manner] = {
    "hangs": hangs,
    "drips": drips,
    "closes": closes,
    "resets": resets,
    "50 MB and more": floods,
    "429": answers(429),
    "500": answers(500),
    "403": answers(403),
    "nonsense": answers(200, b"<html>hello</html>"),
    "half a document": answers(200, b'{"posts": [{"uri"'),
    "a deep document": answers(200, b"[" * 100_000),
    "a million lists": answers(200, b"[" + b"[]," * 10**6 + b"[]]"),
    "a number": answers(200, b"7"),
    "null": answers(200, b"null"),
    "bytes": answers(200, bytes(range(256))),
    "elsewhere": answers(302, Location="http://127.0.0.1:9/"),
}
"""Answers that no source can make anything of."""


def a_kit(folder: Path, **changes: Any) -> Kit:
    def token() -> str:
        return str(changes.pop("secret", "test-token"))

    given: dict[str, Any] = {
        "folder": folder,
        "data": folder,
        "clock": ManualClock(NOW),
        "hashtags": ("CloseTheCamps",),
        "account": None,
        "token": token,
        "ours": Ours,
        "echo": lambda _, __: [],
        "deadline": timedelta(seconds=0.4),
    }
    return Kit(**(given | changes))


def a_source(folder: Path, origin: Origin, *, kit: Kit | None = None, **said: Any) -> Source:
    watched = Watched(id="talk", origin=origin, **said)
    return SOURCES[origin](watched, kit or a_kit(folder))


def counted(bins: "list[Bin] | Any") -> dict[str, int | None]:
    """By the hour of the day."""
    return {f"{found.at:%H:%M}": found.count for found in bins}


class Scripted:
    """A source that says what a test says, of each stretch that it is asked for."""

    def __init__(self, say: Callable[[datetime, datetime], list[Bin]], *, price: int = 0) -> None:
        self.id = "talk"
        self.price = price
        self.asked: list[tuple[datetime, datetime]] = []
        self._say = say

    def count(self, since: datetime, until: datetime) -> list[Bin]:
        self.asked.append((since, until))
        return self._say(since, until)
