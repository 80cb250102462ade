"""Reads the record: pages of it, whether it can be trusted, and a text taken out of it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from scheduler.errors import NoSuchThing
from scheduler.model.post import digest_of
from scheduler.model.record import Sealed
from scheduler.model.sealing import faults
from scheduler.model.slot import SlotKey
from scheduler.service.desk import Desk
from scheduler.service.put_back import put_back

PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """`key` and `account` None: all. `since` included, `until` excluded. `events` empty: all."""

    account: str | None = None
    key: SlotKey | None = None
    since: datetime | None = None
    until: datetime | None = None
    events: Collection[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    rows: int
    chains: int
    faults: tuple[str, ...]


class Recording:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def pages(self, wanted: Filter) -> Iterator[list[tuple[int, Sealed]]]:
        """Pages of at most 500 rows, each read in a transaction that has ended when it is yielded."""
        after = 0
        while True:
            with self._desk.store.look() as looking:
                page = looking.sealed(
                    chain=wanted.account,
                    key=str(wanted.key) if wanted.key else None,
                    since=wanted.since,
                    until=wanted.until,
                    events=wanted.events or None,
                    after=after,
                    limit=PAGE,
                )
            if page:
                yield page
            if len(page) < PAGE:
                return
            after = page[-1][0]

    def verify(self, heads: Mapping[str, tuple[int, str]] | None = None) -> Verified:
        """Looks at every row of every chain, against itself and against the heads (None: those that are kept beside the
        store). A store that was put back has a fault until that is settled."""
        heads = self._desk.store.heads() if heads is None else heads
        with self._desk.store.look() as looking:
            chains, copied = looking.chains(), put_back(looking)
        found: list[str] = [f"{name}: the whole chain is gone" for name in sorted(set(heads) - set(chains))]
        rows = 0
        for name in chains:
            sealed = [row for page in self.pages(Filter(account=name)) for _, row in page]
            rows += len(sealed)
            found += faults(name, sealed, heads.get(name))
        found += self._texts()
        found += [f"the store was put back or copied: {sign}" for sign in copied.signs] if copied else []
        return Verified(rows=rows, chains=len(chains), faults=tuple(found))

    def redact(self, key: SlotKey, *, who: str, why: str) -> str:
        """Take the text of one post away for good; returns its digest. The record still verifies.
        Raises NotAllowed while a post with this text may still be sent."""
        with self._desk.transaction(who) as t:
            row = t.writing.delivery(key)
            if row is None:
                raise NoSuchThing(f"there is no post {key}")
            if t.writing.redact(row.post.digest):
                t.note("text.redacted", why, chain=row.account, evidence={"key": str(key), "digest": row.post.digest})
        return row.post.digest

    def _texts(self) -> list[str]:
        """Texts that are no longer what their digest says."""
        found: list[str] = []
        for page in self.pages(Filter(events={"delivery.planned", "delivery.rewritten"})):
            with self._desk.store.look() as looking:
                found += [
                    f"the text of {row.entry.key} was changed"
                    for _, row in page
                    if row.entry.digest
                    and (text := looking.text(row.entry.digest))
                    and digest_of(text) != row.entry.digest
                ]
        return list(dict.fromkeys(found))
