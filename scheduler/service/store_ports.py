"""What the use cases ask of the store; a part of the ports."""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from scheduler.model.delivery import Delivery, State
from scheduler.model.marker import Marker, Whereabouts
from scheduler.model.money import Booking, Purpose, Spent
from scheduler.model.receipt import Reading
from scheduler.model.record import Alert, Entry, Sealed, Stop
from scheduler.model.slot import SlotKey
from scheduler.model.upkeep import Outdated
from scheduler.model.version import Tree, Version
from scheduler.service.attention_ports import Attending, KeepingAttention


class Looking(Attending, Protocol):
    """Questions to the store, all answered from one consistent view."""

    def delivery(self, key: SlotKey) -> Delivery | None: ...

    def deliveries(
        self,
        *,
        states: Collection[State] | None = None,
        account: str | None = None,
        campaign: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int | None = None,
        newest_first: bool = False,
    ) -> list[Delivery]:
        """Filtered by state and by `due_at` (`since` included, `until` excluded), in order of `due_at`, then key."""
        ...

    def named(self, text: str) -> list[Delivery]:
        """Deliveries whose whole key, or short key, is this text."""
        ...

    def last_out(self, account: str) -> datetime | None:
        """When this account last said something, or may have (posted, sending, in doubt, held)."""
        ...

    def readings(self, key: SlotKey) -> dict[int, Reading]:
        """What was counted of a post, by which of the seven instants it was, from 0; gaps are left out."""
        ...

    def readings_at(self, nth: int, account: str, *, since: datetime) -> dict[str, Reading]:
        """What was counted of the account's posts that went out from `since` on, at the nth of the seven instants, by
        their whole keys; gaps are left out."""
        ...

    def readings_due(
        self, account: str, *, since: datetime, reached: Sequence[datetime], limit: int | None = None
    ) -> list[Delivery]:
        """The posts that went out from `since` on, may still be seen, and lack a reading that is due: of the last
        instant that they have reached. `reached[n]` is when a post that reaches the nth now went out, so the instants
        fall. Earlier readings come first, then older posts."""
        ...

    def tally(self) -> dict[State, int]:
        """How many deliveries there are in each state; states without any are left out."""
        ...

    def newest(self) -> int | None:
        """The number of the version of the files in force; None: there is none. Cheap, unlike `version`."""
        ...

    def version(self, number: int | None = None) -> Version | None:
        """One accepted version of the files; None: the newest. None where there is none."""
        ...

    def stops(self) -> list[Stop]: ...

    def live(self) -> dict[str, datetime]:
        """The accounts that a person let go live, and since when."""
        ...

    def alerts(self, *, unsent_only: bool = False, open_only: bool = False) -> list[Alert]: ...

    def mark(self, name: str) -> str | None:
        """A small named value of the house (`first start`, `last beat`, `files refused` …)."""
        ...

    def mark_names(self) -> list[str]:
        """The names of all that are set."""
        ...

    def spent(self, purpose: Purpose, *, since: str) -> Spent:
        """What was booked, in millionths of a US dollar, from the month `since` (`2026-11`) on."""
        ...

    def sealed(
        self,
        *,
        chain: str | None = None,
        key: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        events: Collection[str] | None = None,
        after: int = 0,
        limit: int = 500,
    ) -> list[tuple[int, Sealed]]:
        """A page of the record with each row's number, in order, from the first row beyond `after`."""
        ...

    def chains(self) -> list[str]: ...

    def head(self, chain: str) -> tuple[int, str] | None:
        """The last seq and hash of a chain; None where it has no row."""
        ...

    def seal(self, chain: str, seq: int) -> str | None:
        """The hash of one row of a chain; None where it has no such row."""
        ...

    def text(self, digest: str) -> str | None:
        """A text by its digest; None where it was redacted or never kept."""
        ...

    def blob(self, digest: str) -> bytes | None:
        """What a file of a version held, by the SHA-256 of that; None where no version that is kept had it."""
        ...

    def outdated(
        self, *, readings_before: datetime, files_before: datetime, alerts_before: datetime, limit: int
    ) -> Outdated:
        """A helping of what need not be kept: readings seen, alerts told and over, and versions of the files replaced
        before these instants, and contents of files that no version holds and no post may still show. At most `limit`
        rows of each, and not more than can be removed within some milliseconds."""
        ...


class Writing(Looking, KeepingAttention, Protocol):
    """One transaction that holds the store's write lock; what it wrote is durable when it ends, or never was."""

    @property
    def goes_on(self) -> bool:
        """Whether the store has held what this process wrote ever since the marker was set; False: another one was put
        in its place meanwhile."""
        ...

    def add(self, delivery: Delivery, entry: Entry) -> bool:
        """False, and nothing is written, where the key is known already."""
        ...

    def swap(self, before: Delivery, after: Delivery, entry: Entry) -> bool:
        """Put `after` in the place of `before`, if that is still what the store holds (by its revision). False, and
        nothing is written, where it is not, or where the account has another claimed or sending delivery. What the
        store then holds has `before`'s revision plus one, whatever `after` says. Raises ValueError where a delivery's
        life has no such step."""
        ...

    def book(self, booking: Booking) -> None: ...

    def note(self, entry: Entry) -> None: ...

    def accept(self, tree: Tree, *, at: datetime, who: str) -> Version: ...

    def stop(self, stop: Stop) -> bool:
        """False where the same scope and subject is stopped already."""
        ...

    def resume(self, stop: Stop) -> None: ...

    def set_live(self, account: str, at: datetime | None) -> None:
        """None: no longer live."""
        ...

    def set_mark(self, name: str, value: str | None) -> None: ...

    def add_reading(self, key: SlotKey, nth: int, reading: Reading) -> bool:
        """False, and nothing is written, where this one was taken already."""
        ...

    def alert(self, alert: Alert) -> bool:
        """False where an alert of the same kind and subject is open already."""
        ...

    def close_alert(self, kind: str, subject: str, at: datetime) -> bool: ...

    def alert_sent(self, alert_id: int, at: datetime) -> None: ...

    def drop(self, found: Outdated) -> dict[str, int]:
        """Remove this for good; how many of what were removed. What is needed again by now stays."""
        ...

    def redact(self, digest: str) -> bool:
        """Take a text away for good, with the wire bytes of the posts that said it; False where it was not kept.
        Raises NotAllowed while one of them may still be sent."""
        ...


class Store(Protocol):
    """The durable outside. Raises StoreTrouble, worded."""

    def look(self) -> AbstractContextManager[Looking]: ...

    def write(self) -> AbstractContextManager[Writing]:
        """Entering takes the write lock at once; an exception inside rolls back."""
        ...

    def engine_lock(self, owner: str) -> AbstractContextManager[None]:
        """Held by the one engine of this store for as long as it lives. Raises EngineRunning, naming its owner."""
        ...

    def engine_owner(self) -> str | None:
        """Who holds the engine lock now; None: nobody."""
        ...

    def heads(self) -> dict[str, tuple[int, str]]:
        """Per chain, the last seq and hash in the file beside the store, so that a cut tail shows. Ask before looking
        at the chains, which may grow in between."""
        ...

    def renew_heads(self) -> None:
        """Begin that file anew with what the store holds now; what it said is kept aside."""
        ...

    def lies(self) -> Whereabouts:
        """Which file on which machine this store is now."""
        ...

    def marker(self) -> Marker | None:
        """What the last engine wrote beside the store; None: none ever did, or it was not copied along."""
        ...

    def set_marker(self, marker: Marker) -> None:
        """Durable when it returns; from now on this is the store that this process keeps."""
        ...
