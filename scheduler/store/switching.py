"""The changes to what stands beside the outbox: versions of the files, stops, live accounts, marks and alerts."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Table, Update, delete, insert, update
from sqlalchemy.exc import IntegrityError

from scheduler.model.count import Bin
from scheduler.model.receipt import Reading
from scheduler.model.record import Alert, Stop
from scheduler.model.slot import SlotKey
from scheduler.model.surge import KeptSurge
from scheduler.model.upkeep import Outdated
from scheduler.model.version import Tree, Version
from scheduler.store.attending import keep_counts, keep_surge
from scheduler.store.looking import Look
from scheduler.store.outdated import drop_outdated
from scheduler.store.tables import alerts, blobs, live, marks, readings, stops, version_files, versions


class Switch(Look):
    """The half of `ports.Writing` that touches no delivery; the caller notes in the record what it changes here."""

    def accept(self, tree: Tree, *, at: datetime, who: str) -> Version:
        version = Version(
            number=(self.newest() or 0) + 1,
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

    def add_reading(self, key: SlotKey, nth: int, reading: Reading) -> bool:
        row = {"key": str(key), "nth": nth, "at": reading.at, "counts": dict(reading.counts)}
        return self._inserted(readings, row)

    def keep_counts(self, campaign: str, source: str, bins: Sequence[Bin]) -> None:
        keep_counts(self._connection, campaign, source, bins)

    def keep_surge(self, kept: KeptSurge) -> None:
        keep_surge(self._connection, kept)

    def alert(self, alert: Alert) -> bool:
        row = {"kind": alert.kind, "subject": alert.subject, "text": alert.text, "at": alert.at}
        return self._inserted(alerts, row | {"sent_at": alert.sent_at, "closed_at": alert.closed_at})

    def close_alert(self, kind: str, subject: str, at: datetime) -> bool:
        same = (alerts.c.kind == kind) & (alerts.c.subject == subject) & alerts.c.closed_at.is_(None)
        return self._changed(update(alerts).where(same).values(closed_at=at))

    def alert_sent(self, alert_id: int, at: datetime) -> None:
        self._connection.execute(update(alerts).where(alerts.c.id == alert_id).values(sent_at=at))

    def drop(self, found: Outdated) -> dict[str, int]:
        return drop_outdated(self._connection, found)

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
