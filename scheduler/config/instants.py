"""From a wall-clock time in a zone to the one instant that is meant."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.config.times import Moment


def starts(moment: Moment, zone: str) -> datetime:
    """Aware, in that zone; a date alone means its first instant. A time that the clocks skip becomes the first
    instant after the gap, one that comes twice its first coming."""
    return _instant(moment.day, moment.wall or time.min, zone)


def ends(moment: Moment, zone: str) -> datetime:
    """A date alone means the end of that day."""
    if moment.wall is not None:
        return starts(moment, zone)
    return _instant(moment.day + timedelta(days=1), time.min, zone)


def _instant(day: date, wall: time, zone: str) -> datetime:
    here = ZoneInfo(zone)
    local = datetime.combine(day, wall, tzinfo=here)
    after = local.astimezone(UTC)
    if after.astimezone(here).replace(tzinfo=None) == local.replace(tzinfo=None):
        return local
    before = local.replace(fold=1).astimezone(UTC)
    return _first_after_gap(before, after, here)


def _first_after_gap(before: datetime, after: datetime, here: ZoneInfo) -> datetime:
    """Between two instants, one on each side of the change, the first one with the new offset."""
    new = after.astimezone(here).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(here).utcoffset() == new:
            after = middle
        else:
            before = middle
    return after.astimezone(here)
