"""What stands behind a name in a template: text, a number, a list, a moment, or nothing and the reason for it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from scheduler.rendering.tongues import comma, written_date, written_list, written_time


class Unsaid(Exception):
    """A template says a value that is not there."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Missing:
    """No value: false in a condition; said outside of one it makes the text impossible, unless `may_be_empty`."""

    why: str
    may_be_empty: bool = False

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        if self.may_be_empty:
            return ""
        raise Unsaid(self.why)

    def emptied(self) -> "Missing":
        return replace(self, may_be_empty=True)


class Dropped(Missing):
    """A value taken out to make room: nothing stands in for it, not even a default."""

    __slots__ = ()


DROPPED = Dropped("dropped", may_be_empty=True)


@dataclass(frozen=True, slots=True)
class Listing:
    """Things named one after the other: hashtags with spaces, anything else as the language writes a list."""

    items: Sequence[str]
    language: str
    spaced: bool = False

    def __bool__(self) -> bool:
        return bool(self.items)

    def __str__(self) -> str:
        return " ".join(self.items) if self.spaced else written_list(self.items, self.language)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, with a wall-clock time where there is one."""

    day: date
    language: str
    wall: time | None = None

    @classmethod
    def at(cls, instant: datetime, language: str) -> "Moment":
        """In the instant's own zone; midnight is a day without a time."""
        wall = instant.time()
        return cls(instant.date(), language, wall if wall != time() else None)

    def __str__(self) -> str:
        day = written_date(self.day, self.language)
        if self.wall is None:
            return day
        return f"{day}{comma(self.language)}{written_time(self.wall, self.language)}"


Value = str | int | Missing | Listing | Moment
