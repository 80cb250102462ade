"""What the store keeps of attention: counts by the hour, and surges."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, select

from scheduler.model.count import Bin
from scheduler.model.surge import Extra, Followed, KeptSurge, Surge
from scheduler.store.rows import as_written
from scheduler.store.tables import counts, surges

SPANS = ("half", "quarter", "tenth")


def counts_of(connection: Connection, campaign: str, source: str, since: datetime, until: datetime) -> list[Bin]:
    wanted = select(counts.c.at, counts.c.count).where(
        counts.c.campaign == campaign, counts.c.source == source, counts.c.at >= since, counts.c.at < until
    )
    return [Bin(at, count) for at, count in connection.execute(wanted.order_by(counts.c.at))]


def sources_of(connection: Connection, campaign: str) -> dict[str, datetime]:
    """Each with the newest bin that is known of it. From one source to the next by the index: sources are looked at
    every few seconds, and years of hours are not to be read through each time."""
    found = select(func.min(counts.c.source).label("source")).where(counts.c.campaign == campaign).cte(recursive=True)
    later, its = counts.alias(), counts.alias()
    after = select(func.min(later.c.source)).where(later.c.campaign == campaign, later.c.source > found.c.source)
    found = found.union_all(select(after.scalar_subquery()).where(found.c.source.is_not(None)))
    newest = select(func.max(its.c.at)).where(its.c.campaign == campaign, its.c.source == found.c.source)
    wanted = select(found.c.source, newest.scalar_subquery().label("at")).where(found.c.source.is_not(None))
    return {row.source: row.at for row in connection.execute(wanted)}


def campaigns_of(connection: Connection) -> list[str]:
    """Also those that the files name no longer."""
    return list(connection.scalars(select(counts.c.campaign).distinct().order_by(counts.c.campaign)))


def keep_counts(connection: Connection, campaign: str, source: str, bins: Sequence[Bin]) -> None:
    """What a source says now of an hour stands in the place of what it said before."""
    same = (counts.c.campaign == campaign) & (counts.c.source == source)
    for found in bins:
        connection.execute(delete(counts).where(same, counts.c.at == found.at))
        if found.count is not None:
            row = {"campaign": campaign, "source": source, "at": found.at, "count": found.count}
            connection.execute(insert(counts), row)


def surges_of(connection: Connection, campaign: str | None) -> list[KeptSurge]:
    """In order of their onsets."""
    wanted = select(surges).order_by(surges.c.onset, surges.c.campaign)
    if campaign is not None:
        wanted = wanted.where(surges.c.campaign == campaign)
    return [_surge(row) for row in connection.execute(wanted).mappings()]


def keep_surge(connection: Connection, kept: KeptSurge) -> None:
    """Stands in the place of the surge of this campaign with this onset."""
    same = (surges.c.campaign == kept.campaign) & (surges.c.onset == kept.surge.onset)
    connection.execute(delete(surges).where(same))
    spans = {name: _seconds(getattr(kept.surge, name)) for name in SPANS}
    extras = [asdict(extra) | {"wall": extra.wall.isoformat()} for extra in kept.extras]
    row = asdict(kept.surge) | spans | {"campaign": kept.campaign, "source": kept.source, "who": kept.who}
    connection.execute(insert(surges), row | {"extras": extras, "followed": kept.followed.value})


def _surge(row: RowMapping) -> KeptSurge:
    with as_written(f"the surge of {row['campaign']}"):
        spans = {name: None if row[name] is None else timedelta(seconds=row[name]) for name in SPANS}
        return KeptSurge(
            campaign=row["campaign"],
            source=row["source"],
            surge=Surge(onset=row["onset"], usual=row["usual"], peak=row["peak"], peak_at=row["peak_at"], **spans),
            extras=tuple(_extra(extra) for extra in row["extras"]),
            followed=Followed(row["followed"]),
            who=row["who"],
        )


def _extra(written: dict[str, Any]) -> Extra:
    return Extra(**written | {"wall": datetime.fromisoformat(written["wall"])})


def _seconds(span: timedelta | None) -> int | None:
    return None if span is None else int(span.total_seconds())
