"""What lies in a store in memory: it keeps what use cases ask for."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import ClassVar

from scheduler.model.delivery import READABLE, TRANSITIONS, Delivery, State
from scheduler.model.money import Booking, Purpose, Spent, month_of
from scheduler.model.receipt import Reading
from scheduler.model.record import Alert, Entry, Sealed, Stop
from scheduler.model.slot import SlotKey
from scheduler.model.upkeep import Outdated
from scheduler.model.version import Tree, Version
from tests.unheard import AttentionShelf

ON_ITS_WAY = {State.CLAIMED, State.SENDING}


@dataclass
class Shelf(AttentionShelf):
    """Implements ports.Looking and ports.Writing. Nothing in it is ever changed, only replaced, so a copy of its
    shelves undoes what came after."""

    goes_on: ClassVar[bool] = True

    rows: dict[SlotKey, Delivery] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    sealed_rows: list[Sealed] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)
    alert_rows: list[Alert] = field(default_factory=list)
    stop_rows: list[Stop] = field(default_factory=list)
    live_since: dict[str, datetime] = field(default_factory=dict)
    bookings: list[Booking] = field(default_factory=list)
    counted: dict[tuple[SlotKey, int], Reading] = field(default_factory=dict)

    def copy(self) -> "Shelf":
        return Shelf(
            dict(self.rows),
            dict(self.marks),
            list(self.sealed_rows),
            list(self.versions),
            list(self.alert_rows),
            list(self.stop_rows),
            dict(self.live_since),
            list(self.bookings),
            dict(self.counted),
        )

    def delivery(self, key: SlotKey) -> Delivery | None:
        return self.rows.get(key)

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
        found = [
            row
            for row in self.rows.values()
            if (states is None or row.state in states)
            and (account is None or row.account == account)
            and (campaign is None or row.key.campaign == campaign)
            and (since is None or row.due_at >= since)
            and (until is None or row.due_at < until)
        ]
        return sorted(found, key=lambda row: (row.due_at, row.key), reverse=newest_first)[:limit]

    def spent(self, purpose: Purpose, *, since: str) -> Spent:
        found: Counter[tuple[str, str]] = Counter()
        for booking in self.bookings:
            if booking.purpose is purpose and month_of(booking.at) >= since:
                found[booking.account, month_of(booking.at)] += booking.millionths
        return found

    def book(self, booking: Booking) -> None:
        self.bookings.append(booking)

    def named(self, text: str) -> list[Delivery]:
        return [row for row in self.deliveries() if text in (str(row.key), row.key.short)]

    def last_out(self, account: str) -> datetime | None:
        return max((row.receipt.at for row in self.deliveries(account=account) if row.receipt), default=None)

    def readings(self, key: SlotKey) -> dict[int, Reading]:
        return {nth: reading for (read, nth), reading in sorted(self.counted.items()) if read == key}

    def readings_at(self, nth: int, account: str, *, since: datetime) -> dict[str, Reading]:
        return {
            str(row.key): self.counted[row.key, nth]
            for row in self.deliveries(account=account)
            if row.receipt and row.receipt.at >= since and (row.key, nth) in self.counted
        }

    def readings_due(
        self, account: str, *, since: datetime, reached: Sequence[datetime], limit: int | None = None
    ) -> list[Delivery]:
        found = [
            (sum(row.receipt.at <= instant for instant in reached) - 1, row.receipt.at, row.key, row)
            for row in self.deliveries(states=READABLE, account=account)
            if row.receipt and row.receipt.at >= since
        ]
        return [row for nth, _, key, row in sorted(found) if nth >= 0 and (key, nth) not in self.counted][:limit]

    def tally(self) -> dict[State, int]:
        states = [row.state for row in self.rows.values()]
        return {state: states.count(state) for state in set(states)}

    def newest(self) -> int | None:
        return len(self.versions) or None

    def version(self, number: int | None = None) -> Version | None:
        return self.versions[(number or len(self.versions)) - 1] if self.versions else None

    def stops(self) -> list[Stop]:
        return list(self.stop_rows)

    def live(self) -> dict[str, datetime]:
        return dict(self.live_since)

    def alerts(self, *, unsent_only: bool = False, open_only: bool = False) -> list[Alert]:
        return [
            alert
            for alert in self.alert_rows
            if not (unsent_only and alert.sent_at) and not (open_only and alert.closed_at)
        ]

    def mark(self, name: str) -> str | None:
        return self.marks.get(name)

    def mark_names(self) -> list[str]:
        return sorted(self.marks)

    def outdated(self, **_: object) -> Outdated:
        """Everything is kept: a simulation is over before anything grows old."""
        return Outdated()

    def drop(self, found: Outdated) -> dict[str, int]:
        assert not found
        return {}

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
        found = [
            (number, row)
            for number, row in enumerate(self.sealed_rows, 1)
            if number > after
            and (chain is None or row.entry.chain == chain)
            and (key is None or row.entry.key == key)
            and (since is None or row.entry.at >= since)
            and (until is None or row.entry.at < until)
            and (events is None or row.entry.event in events)
        ]
        return found[:limit]

    def chains(self) -> list[str]:
        return sorted({row.entry.chain for row in self.sealed_rows})

    def head(self, chain: str) -> tuple[int, str] | None:
        return next(((row.seq, row.hash) for row in reversed(self.sealed_rows) if row.entry.chain == chain), None)

    def seal(self, chain: str, seq: int) -> str | None:
        return next((row.hash for row in self.sealed_rows if (row.entry.chain, row.seq) == (chain, seq)), None)

    def blob(self, digest: str) -> bytes | None:
        contents = (content for version in self.versions for content in version.files.values())
        return next((content for content in contents if sha256(content).hexdigest() == digest), None)

    def text(self, digest: str) -> str | None:
        return next((row.post.text for row in self.rows.values() if row.post.digest == digest), None)

    def add(self, delivery: Delivery, entry: Entry) -> bool:
        if delivery.key in self.rows:
            return False
        self.rows[delivery.key] = delivery
        self.note(entry)
        return True

    def swap(self, before: Delivery, after: Delivery, entry: Entry) -> bool:
        assert before.key == after.key
        assert before.state is after.state or after.state in TRANSITIONS[before.state]
        busy = any(row.key != after.key for row in self.deliveries(states=ON_ITS_WAY, account=after.account))
        known = self.rows.get(before.key)
        if known is None or known.revision != before.revision or (busy and after.state in ON_ITS_WAY):
            return False
        self.rows[after.key] = replace(after, revision=before.revision + 1)
        self.note(entry)
        return True

    def note(self, entry: Entry) -> None:
        """Without a hash: nobody tampers with what is only in memory."""
        self.sealed_rows.append(Sealed(seq=len(self.sealed_rows) + 1, entry=entry, previous="", hash=""))

    def accept(self, tree: Tree, *, at: datetime, who: str) -> Version:
        number = len(self.versions) + 1
        self.versions.append(
            Version(
                number=number, accepted_at=at, digest=tree.digest, commit=tree.commit, who=who, files=dict(tree.files)
            )
        )
        return self.versions[-1]

    def stop(self, stop: Stop) -> bool:
        if any((known.scope, known.subject) == (stop.scope, stop.subject) for known in self.stop_rows):
            return False
        self.stop_rows.append(stop)
        return True

    def resume(self, stop: Stop) -> None:
        self.stop_rows.remove(stop)

    def set_live(self, account: str, at: datetime | None) -> None:
        self.live_since.pop(account, None)
        if at is not None:
            self.live_since[account] = at

    def set_mark(self, name: str, value: str | None) -> None:
        self.marks.pop(name, None)
        if value is not None:
            self.marks[name] = value

    def add_reading(self, key: SlotKey, nth: int, reading: Reading) -> bool:
        return self.counted.setdefault((key, nth), reading) is reading

    def alert(self, alert: Alert) -> bool:
        same = [known for known in self.alerts(open_only=True) if (known.kind, known.subject) == _identity(alert)]
        if not same:
            self.alert_rows.append(replace(alert, id=len(self.alert_rows) + 1))
        return not same

    def close_alert(self, kind: str, subject: str, at: datetime) -> bool:
        return self._change_alerts(lambda a: _identity(a) == (kind, subject) and a.closed_at is None, closed_at=at)

    def alert_sent(self, alert_id: int, at: datetime) -> None:
        self._change_alerts(lambda alert: alert.id == alert_id, sent_at=at)

    def redact(self, digest: str) -> bool:
        raise NotImplementedError("nothing that is simulated redacts")

    def _change_alerts(self, wanted: Callable[[Alert], bool], **changed: datetime) -> bool:
        found = [alert for alert in self.alert_rows if wanted(alert)]
        self.alert_rows = [replace(a, **changed) if a in found else a for a in self.alert_rows]  # type: ignore[arg-type]
        return bool(found)


def _identity(alert: Alert) -> tuple[str, str]:
    return alert.kind, alert.subject
