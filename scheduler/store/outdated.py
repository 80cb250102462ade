"""What the store need not keep, found in a look and removed in a write, a small helping at a time."""

from datetime import datetime

from sqlalchemy import Connection, delete, exists, func, select, tuple_

from scheduler.model.delivery import UNFINISHED, State
from scheduler.model.upkeep import Outdated
from scheduler.store.tables import alerts, blobs, deliveries, readings, version_files, versions

BYTES = 1024 * 1024
"""Of files that are removed together, unless one alone is larger."""

MAY_STILL_SHOW = sorted({*UNFINISHED, State.WITHDRAWN})
"""A post that has not ended, or that an edit may bring back, needs its pictures."""


def find_outdated(
    connection: Connection, *, readings_before: datetime, files_before: datetime, alerts_before: datetime, limit: int
) -> Outdated:
    old_readings = select(readings.c.key, readings.c.nth).where(readings.c.at < readings_before).limit(limit)
    over = select(alerts.c.id).where(alerts.c.closed_at < alerts_before, alerts.c.sent_at < alerts_before).limit(limit)
    following = versions.alias()
    replaced = exists().where(following.c.number == versions.c.number + 1, following.c.accepted_at < files_before)
    with_files = exists().where(version_files.c.number == versions.c.number)
    return Outdated(
        readings=tuple((row.key, row.nth) for row in connection.execute(old_readings)),
        alerts=tuple(connection.scalars(over)),
        versions=tuple(connection.scalars(select(versions.c.number).where(replaced, with_files).limit(1))),
        blobs=_loose(connection),
    )


def drop_outdated(connection: Connection, found: Outdated) -> dict[str, int]:
    """How many of each were removed. What somebody needs again since it was found stays."""
    loose = set(_loose(connection)) if found.blobs else set()
    steps = (
        ("readings", delete(readings).where(tuple_(readings.c.key, readings.c.nth).in_(found.readings))),
        ("alerts", delete(alerts).where(alerts.c.id.in_(found.alerts))),
        ("files of earlier versions", delete(version_files).where(version_files.c.number.in_(found.versions))),
        ("contents of files", delete(blobs).where(blobs.c.digest.in_(loose.intersection(found.blobs)))),
    )
    return {what: gone for what, step in steps if (gone := connection.execute(step).rowcount)}


def _loose(connection: Connection) -> tuple[str, ...]:
    """Contents that neither a version of the files holds nor a post that may still go out shows."""
    held = select(version_files.c.digest)
    candidates = select(blobs.c.digest, func.length(blobs.c.content).label("size")).where(blobs.c.digest.not_in(held))
    found = connection.execute(candidates.order_by(blobs.c.digest)).all()
    if not found:
        return ()
    shown = _shown(connection)
    loose: list[str] = []
    size = 0
    for row in found:
        if row.digest not in shown and (not loose or size + row.size <= BYTES):
            loose.append(row.digest)
            size += row.size
    return tuple(loose)


def _shown(connection: Connection) -> set[str]:
    wanted = select(deliveries.c.pictures).where(deliveries.c.state.in_(MAY_STILL_SHOW))
    return {str(picture["digest"]) for pictures in connection.scalars(wanted) for picture in pictures}
