"""The changes to the store, made over one connection in one transaction that holds the write lock."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, Table, Update, bindparam, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from scheduler.errors import NotAllowed
from scheduler.model.delivery import TRANSITIONS, UNFINISHED, Delivery, State
from scheduler.model.post import Post, digest_of
from scheduler.model.record import Alert, Entry, Stop
from scheduler.model.sealing import START, seal
from scheduler.model.version import Tree, Version
from scheduler.store.looking import Look
from scheduler.store.rows import delivery_row, sealed_row
from scheduler.store.tables import alerts, blobs, deliveries, live, marks, record, stops, texts, version_files, versions

ON_ITS_WAY = frozenset({State.CLAIMED, State.SENDING})
"""An account has at most one delivery in these states; a partial index holds that."""


SWAP = update(deliveries).where(
    deliveries.c.key == bindparam("key_before"), deliveries.c.revision == bindparam("revision_before")
)


class Write(Look):
    """Implements `ports.Writing`. `grown` names the chains of the record that may have grown."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self.grown: set[str] = set()

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

    def accept(self, tree: Tree, *, at: datetime, who: str) -> Version:
        newest = self._connection.scalar(select(func.max(versions.c.number)))
        version = Version(
            number=(newest or 0) + 1,
            accepted_at=at,
            digest=tree.digest,
            commit=tree.commit,
            who=who,
            files=dict(tree.files),
        )
        columns = {name: getattr(version, name) for name in versions.c.keys()}  # noqa: SIM118  a list of columns
        self._connection.execute(insert(versions), columns)
        for path, content in sorted(version.files.items()):
            digest = hashlib.sha256(content).hexdigest()
            self._inserted(blobs, {"digest": digest, "content": content})
            file = {"number": version.number, "path": path, "digest": digest}
            self._connection.execute(insert(version_files), file)
        return version

    def stop(self, stop: Stop) -> bool:
        row = {"scope": stop.scope.value, "subject": stop.subject, "at": stop.at, "who": stop.who, "why": stop.why}
        return self._inserted(stops, row)

    def resume(self, stop: Stop) -> None:
        same = (stops.c.scope == stop.scope.value) & (stops.c.subject == stop.subject)
        self._connection.execute(delete(stops).where(same))

    def set_live(self, account: str, at: datetime | None) -> None:
        self._connection.execute(delete(live).where(live.c.account == account))
        if at is not None:
            self._connection.execute(insert(live), {"account": account, "since": at})

    def set_mark(self, name: str, value: str | None) -> None:
        self._connection.execute(delete(marks).where(marks.c.name == name))
        if value is not None:
            self._connection.execute(insert(marks), {"name": name, "value": value})

    def alert(self, alert: Alert) -> bool:
        row = {"kind": alert.kind, "subject": alert.subject, "text": alert.text, "at": alert.at}
        return self._inserted(alerts, row | {"sent_at": alert.sent_at, "closed_at": alert.closed_at})

    def close_alert(self, kind: str, subject: str, at: datetime) -> bool:
        same = (alerts.c.kind == kind) & (alerts.c.subject == subject) & alerts.c.closed_at.is_(None)
        return self._changed(update(alerts).where(same).values(closed_at=at))

    def alert_sent(self, alert_id: int, at: datetime) -> None:
        self._connection.execute(update(alerts).where(alerts.c.id == alert_id).values(sent_at=at))

    def redact(self, digest: str) -> bool:
        """Takes the wire bytes of the posts that said it as well. Raises NotAllowed while one of them may still be
        sent."""
        said_it = deliveries.c.digest == digest
        ahead = said_it & deliveries.c.state.in_(sorted(UNFINISHED))
        if (key := self._connection.scalar(select(deliveries.c.key).where(ahead).limit(1))) is not None:
            raise NotAllowed(f"{key} may still be sent with this text; settle that post first, then redact it")
        kept = (texts.c.digest == digest) & texts.c.text.is_not(None)
        if not self._changed(update(texts).where(kept).values(text=None)):
            return False
        # The revision grows, so that nobody who read the row before puts its bytes back.
        without = {"wire": None, "revision": deliveries.c.revision + 1}
        self._connection.execute(update(deliveries).where(said_it).values(without))
        return True

    def _keep_text(self, post: Post) -> None:
        """A text that was redacted stays so, whoever says it again."""
        if post.text and digest_of(post.text) != post.digest:
            raise ValueError(f"a post's digest is not that of its text: {post.digest}")
        if self._connection.scalar(select(texts.c.digest).where(texts.c.digest == post.digest)) is None:
            row = {"digest": post.digest, "text": None if post.redacted else post.text}
            self._connection.execute(insert(texts), row)

    def _inserted(self, table: Table, row: Mapping[str, object]) -> bool:
        """False, and nothing is written, where a row with this identity stands already."""
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(table), row)
        except IntegrityError:
            return False
        return True

    def _changed(self, statement: Update, row: Mapping[str, object] | None = None) -> bool:
        return bool(self._connection.execute(statement, row).rowcount)


def _check_step(before: Delivery, after: Delivery) -> None:
    if before.key != after.key:
        raise ValueError(f"{before.key} does not become {after.key}: a key never changes")
    if after.state is not before.state and after.state not in TRANSITIONS[before.state]:
        raise ValueError(f"a delivery does not go from {before.state} to {after.state}")
