"""What keeps a house sound over months: what it holds on to and for how long, and who is told that it lives."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.model.secret import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """How long what only grows is kept. `readings`: counts of posts, from when they were seen. `files`: earlier
    versions of the files, with their pictures, from when they were taken; and what was kept about a link or an account
    that left the files, from when it left. `alerts`: those that were told and are over. Deliveries, their keys and the
    record are kept for ever."""

    readings: timedelta = timedelta(days=400)
    files: timedelta = timedelta(days=90)
    alerts: timedelta = timedelta(days=400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ping:
    """A monitor outside that raises the alarm when it is no longer asked. `url`: where its address is kept, which
    holds a secret; `every`: it is asked no oftener."""

    url: Secret
    every: timedelta = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """Whether the house did, at an instant, what it is there for. `troubles` empty: the beats ran, and what is due went
    out or waits for a reason that a person can read."""

    at: datetime
    troubles: tuple[str, ...] = ()

    @property
    def useful(self) -> bool:
        return not self.troubles


@dataclass(frozen=True, slots=True, kw_only=True)
class Outdated:
    """A helping of what the store need not keep: readings by key and number, alerts by id, versions whose files may go,
    and files by their digest. Empty: there is nothing more."""

    readings: tuple[tuple[str, int], ...] = ()
    alerts: tuple[int, ...] = ()
    versions: tuple[int, ...] = ()
    blobs: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.readings or self.alerts or self.versions or self.blobs)
