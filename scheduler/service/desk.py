"""Where every change is written: a transaction that keeps the record, and tells who listens once it is durable."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from scheduler.clock import Clock
from scheduler.model.delivery import Delivery
from scheduler.model.record import HOUSE, Alert, Entry
from scheduler.service.store_ports import Store, Writing

log = logging.getLogger(__name__)

Announce = Callable[[Entry, Delivery | None], None]
"""Told of each entry of the record after it is durable, with the delivery that it speaks of."""


class Transaction:
    """One write transaction of one author; `now` is the instant of everything in it."""

    def __init__(self, writing: Writing, who: str, now: datetime) -> None:
        self.writing = writing
        self.who = who
        self.now = now
        self.happened: list[tuple[Entry, Delivery | None]] = []

    def add(self, delivery: Delivery, why: str) -> bool:
        """Put a new delivery into the outbox; False where its key is known already."""
        entry = self._entry("delivery.planned", delivery, None, why, {})
        added = self.writing.add(delivery, entry)
        if added:
            self.happened.append((entry, delivery))
        return added

    def move(
        self,
        before: Delivery,
        after: Delivery,
        event: str,
        why: str,
        evidence: Mapping[str, str] | None = None,
    ) -> bool:
        """Change a delivery; False, and nothing is written, where somebody else changed it first."""
        entry = self._entry(event, after, before, why, evidence or {})
        moved = self.writing.swap(before, after, entry)
        if moved:
            self.happened.append((entry, after))
        return moved

    def note(self, event: str, why: str, *, chain: str = HOUSE, evidence: Mapping[str, str] | None = None) -> None:
        entry = Entry(chain=chain, event=event, at=self.now, who=self.who, why=why, evidence=evidence or {})
        self.writing.note(entry)
        self.happened.append((entry, None))

    def alert(self, kind: str, subject: str, text: str, *, stands: bool = True) -> bool:
        """Tell a person. `stands`: the trouble lasts until `calm` closes it, and is told once until then."""
        told = self.writing.alert(
            Alert(kind=kind, subject=subject, text=text, at=self.now, closed_at=None if stands else self.now)
        )
        if told:
            self.note("alert.raised", text, evidence={"kind": kind, "subject": subject})
        return told

    def calm(self, kind: str, subject: str) -> bool:
        """Close a standing alert; False where none was open."""
        closed = self.writing.close_alert(kind, subject, self.now)
        if closed:
            self.note("alert.closed", f"{kind} {subject}: over", evidence={"kind": kind, "subject": subject})
        return closed

    def _entry(
        self, event: str, after: Delivery, before: Delivery | None, why: str, evidence: Mapping[str, str]
    ) -> Entry:
        return Entry(
            chain=after.account,
            event=event,
            at=self.now,
            who=self.who,
            why=why,
            key=str(after.key),
            before=before.state if before else None,
            after=after.state,
            digest=after.post.digest,
            evidence={**_shown(after), **evidence},
        )


def _shown(row: Delivery) -> dict[str, str]:
    """Pictures by their digests; their alt texts are no evidence, as texts are not."""
    return {"pictures": " ".join(picture.digest for picture in row.post.pictures)} if row.post.pictures else {}


@dataclass(frozen=True, slots=True)
class Desk:
    """The store, the clock, and who wants to know."""

    store: Store
    clock: Clock
    announce: Announce

    @contextmanager
    def transaction(self, who: str) -> Iterator[Transaction]:
        with self.store.write() as writing:
            open_one = Transaction(writing, who, self.clock.now())
            yield open_one
        for entry, delivery in open_one.happened:
            self._announce(entry, delivery)

    def _announce(self, entry: Entry, delivery: Delivery | None) -> None:
        """What is durable is done: a listener's trouble, such as a terminal that was closed, is not the writer's."""
        try:
            self.announce(entry, delivery)
        except Exception:
            log.exception("listener.failed", extra={"about": {"event": entry.event}})
