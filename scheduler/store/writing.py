"""The changes to the outbox and its record, made over one connection in a transaction that holds the write lock."""

from dataclasses import asdict

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from scheduler.errors import NotAllowed
from scheduler.model.delivery import TRANSITIONS, UNFINISHED, Delivery, State
from scheduler.model.money import Booking, month_of
from scheduler.model.post import Post, digest_of
from scheduler.model.record import Entry
from scheduler.model.sealing import START, seal
from scheduler.store.rows import delivery_row, sealed_row
from scheduler.store.switching import Switch
from scheduler.store.tables import bookings, deliveries, record, texts

ON_ITS_WAY = frozenset({State.CLAIMED, State.SENDING})
"""An account has at most one delivery in these states; a partial index holds that."""

Last = tuple[str, int, str]
"""A row of the record: its chain, seq and hash."""

SWAP = update(deliveries).where(
    deliveries.c.key == bindparam("key_before"), deliveries.c.revision == bindparam("revision_before")
)


class Write(Switch):
    """Implements `ports.Writing`. `grown` names the chains of the record that may have grown; `last` is a row that this
    process has seen at the end of one, and that must still be there."""

    def __init__(self, connection: Connection, last: Last | None = None) -> None:
        super().__init__(connection)
        self.grown: set[str] = set()
        self.goes_on = last is None or self.seal(*last[:2]) == last[2]

    def add(self, delivery: Delivery, entry: Entry) -> bool:
        if self._connection.scalar(select(deliveries.c.key).where(deliveries.c.key == str(delivery.key))) is not None:
            return False
        self._keep_text(delivery.post)
        self._connection.execute(insert(deliveries), delivery_row(delivery))
        self.note(entry)
        return True

    def swap(self, before: Delivery, after: Delivery, entry: Entry) -> bool:
        _check_step(before, after)
        row = delivery_row(after) | {"revision": before.revision + 1}
        try:
            with self._connection.begin_nested() as savepoint:
                self._keep_text(after.post)
                if not self._changed(SWAP, row | {"key_before": row["key"], "revision_before": before.revision}):
                    savepoint.rollback()
                    return False
                self.note(entry)
        except IntegrityError:
            if after.state in ON_ITS_WAY and self.deliveries(states=ON_ITS_WAY, account=after.account):
                return False
            raise
        return True

    def note(self, entry: Entry) -> None:
        last = self.head(entry.chain) or (0, START)
        sealed = seal(entry, last[0] + 1, last[1])
        self._connection.execute(insert(record), sealed_row(sealed))
        self.grown.add(entry.chain)

    def book(self, booking: Booking) -> None:
        self._connection.execute(insert(bookings), asdict(booking) | {"month": month_of(booking.at)})

    def redact(self, digest: str) -> bool:
        """Takes the wire bytes and the alt texts of the posts that said it as well. Raises NotAllowed while one of them
        may still be sent."""
        said_it = deliveries.c.digest == digest
        ahead = said_it & deliveries.c.state.in_(sorted(UNFINISHED))
        if (key := self._connection.scalar(select(deliveries.c.key).where(ahead).limit(1))) is not None:
            raise NotAllowed(f"{key} may still be sent with this text; settle that post first, then redact it")
        kept = (texts.c.digest == digest) & texts.c.text.is_not(None)
        if not self._changed(update(texts).where(kept).values(text=None)):
            return False
        self._forget_alt_texts(digest)
        # The revision grows, so that nobody who read the row before puts its bytes back.
        without = {"wire": None, "revision": deliveries.c.revision + 1}
        self._connection.execute(update(deliveries).where(said_it).values(without))
        return True

    def _forget_alt_texts(self, digest: str) -> None:
        said_it = select(deliveries.c.key, deliveries.c.pictures).where(deliveries.c.digest == digest)
        for key, pictures in self._connection.execute(said_it).all():
            if pictures:
                bare = [picture | {"alt": ""} for picture in pictures]
                self._connection.execute(update(deliveries).where(deliveries.c.key == key).values(pictures=bare))

    def _keep_text(self, post: Post) -> None:
        """A text that was redacted stays so, whoever says it again."""
        if post.text and digest_of(post.text) != post.digest:
            raise ValueError(f"a post's digest is not that of its text: {post.digest}")
        if self._connection.scalar(select(texts.c.digest).where(texts.c.digest == post.digest)) is None:
            row = {"digest": post.digest, "text": None if post.redacted else post.text}
            self._connection.execute(insert(texts), row)


def _check_step(before: Delivery, after: Delivery) -> None:
    if before.key != after.key:
        raise ValueError(f"{before.key} does not become {after.key}: a key never changes")
    if after.state is not before.state and after.state not in TRANSITIONS[before.state]:
        raise ValueError(f"a delivery does not go from {before.state} to {after.state}")
