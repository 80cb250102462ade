"""The questions to the store, asked over one connection in one transaction."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, Select, case, exists, func, or_, select

from scheduler.model.count import Bin
from scheduler.model.delivery import OUT, PERHAPS_OUT, READABLE, Delivery, State
from scheduler.model.money import Purpose, Spent
from scheduler.model.receipt import Reading
from scheduler.model.record import Alert, Sealed, Stop
from scheduler.model.slot import SlotKey
from scheduler.model.surge import KeptSurge
from scheduler.model.upkeep import Outdated
from scheduler.model.version import Version
from scheduler.store.attending import campaigns_of, counts_of, sources_of, surges_of
from scheduler.store.outdated import find_outdated
from scheduler.store.rows import KEY, as_written, delivery_of, sealed_of, stop_of
from scheduler.store.tables import (
    alerts,
    blobs,
    bookings,
    deliveries,
    live,
    marks,
    readings,
    record,
    stops,
    texts,
    version_files,
    versions,
)


class Look:
    """Implements `ports.Looking`; good for as long as its transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def delivery(self, key: SlotKey) -> Delivery | None:
        found = self._deliveries(_rows().where(deliveries.c.key == str(key)))
        return found[0] if found else None

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
        wanted = _rows()
        if states is not None:
            wanted = wanted.where(deliveries.c.state.in_(sorted(states)))
        if account is not None:
            # With a beginning, its state and time lead to a post: by its account, all that it ever said would be read.
            by = deliveries.c.account if since is None or states is None else deliveries.c.account.concat("")
            wanted = wanted.where(by == account)
        if campaign is not None:
            wanted = wanted.where(deliveries.c.campaign == campaign)
        if since is not None:
            wanted = wanted.where(deliveries.c.due_at >= since)
        if until is not None:
            wanted = wanted.where(deliveries.c.due_at < until)
        order = [deliveries.c.due_at, *(deliveries.c[name] for name in KEY)]
        wanted = wanted.order_by(*(column.desc() if newest_first else column for column in order))
        return self._deliveries(wanted.limit(limit))

    def named(self, text: str) -> list[Delivery]:
        either = or_(deliveries.c.key == text, deliveries.c.short == text)
        return self._deliveries(_rows().where(either).order_by(deliveries.c.due_at, deliveries.c.key))

    def last_out(self, account: str) -> datetime | None:
        said_at = func.coalesce(deliveries.c.posted_at, deliveries.c.first_sent, deliveries.c.due_at)
        return self._connection.scalar(
            select(func.max(said_at)).where(
                deliveries.c.account == account, deliveries.c.state.in_(sorted(OUT | PERHAPS_OUT))
            )
        )

    def readings(self, key: SlotKey) -> dict[int, Reading]:
        wanted = select(readings).where(readings.c.key == str(key)).order_by(readings.c.nth)
        with as_written(f"a reading of {key}"):
            rows = self._connection.execute(wanted)
            return {row.nth: Reading(at=row.at, counts=dict(row.counts)) for row in rows}

    def readings_at(self, nth: int, account: str, *, since: datetime) -> dict[str, Reading]:
        wanted = (
            select(readings.c.key, readings.c.at, readings.c.counts)
            .join(deliveries, deliveries.c.key == readings.c.key)
            .where(deliveries.c.account == account, deliveries.c.posted_at >= since, readings.c.nth == nth)
        )
        with as_written(f"a reading of {account}"):
            return {row.key: Reading(at=row.at, counts=dict(row.counts)) for row in self._connection.execute(wanted)}

    def readings_due(
        self, account: str, *, since: datetime, reached: Sequence[datetime], limit: int | None = None
    ) -> list[Delivery]:
        out_at = deliveries.c.posted_at
        nth = case(*((out_at <= instant, n) for n, instant in reversed(list(enumerate(reached)))))
        wanted = _rows().where(
            deliveries.c.account == account,
            out_at >= since,
            out_at <= reached[0],
            deliveries.c.state.in_(sorted(READABLE)),
            ~exists().where(readings.c.key == deliveries.c.key, readings.c.nth == nth),
        )
        return self._deliveries(wanted.order_by(nth, out_at, deliveries.c.key).limit(limit))

    def tally(self) -> dict[State, int]:
        counted = select(deliveries.c.state, func.count().label("held")).group_by(deliveries.c.state)
        with as_written("a delivery"):
            return {State(row.state): row.held for row in self._connection.execute(counted)}

    def newest(self) -> int | None:
        number: int | None = self._connection.scalar(select(func.max(versions.c.number)))
        return number

    def version(self, number: int | None = None) -> Version | None:
        wanted = select(versions).order_by(versions.c.number.desc()).limit(1)
        if number is not None:
            wanted = wanted.where(versions.c.number == number)
        row = self._connection.execute(wanted).mappings().first()
        if row is None:
            return None
        files = self._connection.execute(
            select(version_files.c.path, blobs.c.content)
            .join(blobs)
            .where(version_files.c.number == row["number"])
            .order_by(version_files.c.path)
        )
        return Version(**row, files={row.path: row.content for row in files})

    def stops(self) -> list[Stop]:
        rows = self._connection.execute(select(stops).order_by(stops.c.at, stops.c.scope, stops.c.subject)).mappings()
        return [stop_of(row) for row in rows]

    def live(self) -> dict[str, datetime]:
        rows = self._connection.execute(select(live.c.account, live.c.since).order_by(live.c.account))
        return {row.account: row.since for row in rows}

    def alerts(self, *, unsent_only: bool = False, open_only: bool = False) -> list[Alert]:
        wanted = select(alerts).order_by(alerts.c.id)
        if unsent_only:
            wanted = wanted.where(alerts.c.sent_at.is_(None))
        if open_only:
            wanted = wanted.where(alerts.c.closed_at.is_(None))
        return [Alert(**row) for row in self._connection.execute(wanted).mappings()]

    def mark(self, name: str) -> str | None:
        return self._connection.scalar(select(marks.c.value).where(marks.c.name == name))

    def mark_names(self) -> list[str]:
        return list(self._connection.scalars(select(marks.c.name).order_by(marks.c.name)))

    def spent(self, purpose: Purpose, *, since: str) -> Spent:
        counted = select(bookings.c.account, bookings.c.month, func.sum(bookings.c.millionths).label("sum"))
        wanted = counted.where(bookings.c.month >= since, bookings.c.purpose == purpose.value)
        rows = self._connection.execute(wanted.group_by(bookings.c.account, bookings.c.month))
        return {(row.account, row.month): row.sum for row in rows}

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
        wanted = select(record).where(record.c.number > after).order_by(record.c.number).limit(limit)
        if chain is not None:
            wanted = wanted.where(record.c.chain == chain)
        if key is not None:
            wanted = wanted.where(record.c.key == key)
        if since is not None:
            wanted = wanted.where(record.c.at >= since)
        if until is not None:
            wanted = wanted.where(record.c.at < until)
        if events is not None:
            wanted = wanted.where(record.c.event.in_(sorted(events)))
        return [(row["number"], sealed_of(row)) for row in self._connection.execute(wanted).mappings()]

    def chains(self) -> list[str]:
        return list(self._connection.scalars(select(record.c.chain).distinct().order_by(record.c.chain)))

    def head(self, chain: str) -> tuple[int, str] | None:
        """The last seq and hash of a chain; None where it has no row."""
        newest = select(record.c.seq, record.c.hash).where(record.c.chain == chain).order_by(record.c.seq.desc())
        row = self._connection.execute(newest.limit(1)).first()
        return (row.seq, row.hash) if row else None

    def seal(self, chain: str, seq: int) -> str | None:
        """The hash of one row of a chain; None where it has no such row."""
        return self._connection.scalar(select(record.c.hash).where(record.c.chain == chain, record.c.seq == seq))

    def counts(self, campaign: str, source: str, *, since: datetime, until: datetime) -> list[Bin]:
        return counts_of(self._connection, campaign, source, since, until)

    def counted_campaigns(self) -> list[str]:
        return campaigns_of(self._connection)

    def newest_counts(self, campaign: str) -> dict[str, datetime]:
        return sources_of(self._connection, campaign)

    def surges(self, campaign: str | None = None) -> list[KeptSurge]:
        return surges_of(self._connection, campaign)

    def text(self, digest: str) -> str | None:
        return self._connection.scalar(select(texts.c.text).where(texts.c.digest == digest))

    def blob(self, digest: str) -> bytes | None:
        return self._connection.scalar(select(blobs.c.content).where(blobs.c.digest == digest))

    def outdated(
        self, *, readings_before: datetime, files_before: datetime, alerts_before: datetime, limit: int
    ) -> Outdated:
        return find_outdated(
            self._connection,
            readings_before=readings_before,
            files_before=files_before,
            alerts_before=alerts_before,
            limit=limit,
        )

    def _deliveries(self, wanted: Select[*tuple[object, ...]]) -> list[Delivery]:
        return [delivery_of(row) for row in self._connection.execute(wanted).mappings()]


def _rows() -> Select[*tuple[object, ...]]:
    """Deliveries with their texts; one whose text is gone is a delivery all the same."""
    return select(deliveries, texts.c.text).outerjoin(texts)
