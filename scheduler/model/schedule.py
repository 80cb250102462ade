"""When and where one campaign speaks."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from scheduler.model.campaign import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Cron:
    """Wall-clock instants by a cron expression of five fields, in Debian's meaning."""

    expression: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PerDay:
    """`count` instants spread evenly between two wall-clock times on these days of the week (0: Monday)."""

    count: int
    start: time
    end: time
    days: frozenset[int] = frozenset(range(7))


@dataclass(frozen=True, slots=True, kw_only=True)
class Every:
    """Elapsed time from a stated anchor, whatever the wall clock does; the anchor is aware."""

    interval: timedelta
    anchor: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstration:
    """Instants counted from the first start of the service on its store; said once in the store's life."""

    after: tuple[timedelta, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """Wall-clock instants one by one, naive, each with the reason for it: no file holds them, a surge did once."""

    walls: tuple[tuple[datetime, str], ...]


At = Cron | PerDay | Every | Demonstration | Fixed


class LatePolicy(StrEnum):
    """What happens to posts that missed their time: SKIP sends those within the limit after a short gap and the
    newest of the series after a long one; NEWEST sends only the newest after any gap."""

    SKIP = "skip"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    policy: LatePolicy = LatePolicy.SKIP
    limit: timedelta = timedelta(hours=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """`start` and `end` are local dates in `zone`, both included; None: no bound. `was` is the id this schedule
    had before a rename, so that its posts keep their keys. `kinds` empty: every kind of action."""

    id: str
    campaign: str
    accounts: tuple[str, ...]
    at: At
    zone: str
    kinds: tuple[Kind, ...] = ()
    templates: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    late: Late = Late()
    was: str | None = None

    @property
    def identity(self) -> str:
        """The id that goes into the keys of its posts."""
        return self.was or self.id
