"""The nominal instants of a schedule: wall clock in its zone, as Debian's cron means it, or elapsed time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from cronsim import CronSim

from scheduler.model.schedule import Cron, Demonstration, Every, Fixed, PerDay, Schedule
from scheduler.model.slot import Slot, SlotKey
from scheduler.model.wording import duration_words

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """A slot before it has an account; the same for all accounts of its schedule."""

    nominal: str
    at: datetime
    day: date
    series: str


def slots_of(schedule: Schedule, account_id: str, start: datetime, end: datetime, began: datetime | None) -> list[Slot]:
    """From `start` (included) to `end` (excluded), in order. `began` is the first start of the service on its store;
    None: there was none, and a demonstration has no slots."""
    return [slot_at(schedule, account_id, moment) for moment in moments_of(schedule, start, end, began)]


def slot_at(schedule: Schedule, account_id: str, moment: Moment) -> Slot:
    return Slot(
        key=SlotKey(schedule.campaign, schedule.identity, moment.nominal, account_id),
        at=moment.at,
        day=moment.day,
        zone=schedule.zone,
        series=moment.series,
    )


def moments_of(schedule: Schedule, start: datetime, end: datetime, began: datetime | None) -> list[Moment]:
    """What `slots_of` gives, without the account."""
    zone = ZoneInfo(schedule.zone)
    match schedule.at:
        case Cron(expression=expression):
            found = _on_the_wall(_cron_walls(expression, _wall(start, zone) - DAY), zone, start, end)
        case PerDay() as per_day:
            first_day, last_day = _wall(start, zone).date() - 2 * DAY, _wall(end, zone).date()
            found = _on_the_wall(_daily_walls(per_day, first_day, last_day), zone, start, end)
        case Every() as every:
            found = _elapsed(every, zone, start, end)
        case Demonstration(after=after):
            found = _after_first_start(after, began, zone, start, end)
        case Fixed(walls=walls):
            found = _on_the_wall(iter(sorted(walls)), zone, start, end)
        case never:
            assert_never(never)
    first, last = schedule.start or date.min, schedule.end or date.max
    # Walls that one skipped hour throws together are one slot: the last of them is the one that the clock shows.
    return list({moment.at: moment for moment in found if first <= moment.day <= last}.values())


def instant_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """A naive wall time in UTC: the first of two where it is repeated, the first instant after the gap where it is
    skipped."""
    at = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if _wall(at, zone) == wall:
        return at
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)  # in a gap the later offset gives the earlier instant
    offset = before.astimezone(zone).utcoffset()
    while at - before > timedelta(seconds=1):
        middle = (before + (at - before) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            at = middle
    return at


def _wall(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)


def _nominal(wall: datetime) -> str:
    return wall.isoformat(timespec="seconds" if wall.second else "minutes")


def _on_the_wall(
    walls: Iterator[tuple[datetime, str]], zone: ZoneInfo, start: datetime, end: datetime
) -> Iterator[Moment]:
    for wall, series in walls:
        at = instant_of(wall, zone)
        if at >= end:
            return
        if at >= start:
            skipped = "" if _wall(at, zone) == wall else ", which the clocks skip that day"
            yield Moment(_nominal(wall), at, wall.date(), series + skipped)


def _cron_walls(expression: str, after: datetime) -> Iterator[tuple[datetime, str]]:
    """Naive on purpose: cronsim then counts wall time, and the clock changes are ours alone."""
    return ((wall, f'the {wall:%H:%M} of "{expression}"') for wall in CronSim(expression, after))


def _daily_walls(at: PerDay, first: date, last: date) -> Iterator[tuple[datetime, str]]:
    """The middle of each of `count` equal parts. An end that is not after the start is on the next day."""
    span = (datetime.combine(first, at.end) - datetime.combine(first, at.start)) % DAY or DAY
    days = (first + number * DAY for number in range((last - first).days + 1))
    for day in (day for day in days if day.weekday() in at.days):
        for part in range(at.count):
            wall = datetime.combine(day, at.start) + span * (2 * part + 1) / (2 * at.count)
            series = f"{part + 1} of {at.count} between {at.start:%H:%M} and {at.end:%H:%M}"
            yield wall.replace(second=0, microsecond=0), series


def _elapsed(every: Every, zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[Moment]:
    # In UTC, because sums of instants of one zone are sums of its wall clock.
    anchor = every.anchor.astimezone(UTC)
    at = anchor + max(0, -((anchor - start) // every.interval)) * every.interval
    while at < end:
        wall = at.replace(tzinfo=None)
        series = f"every {duration_words(every.interval)} since {_nominal(_wall(anchor, zone)).replace('T', ' ')}"
        yield Moment(f"{_nominal(wall)}Z", at, _wall(at, zone).date(), series)
        at += every.interval


def _after_first_start(
    after: tuple[timedelta, ...], began: datetime | None, zone: ZoneInfo, start: datetime, end: datetime
) -> Iterator[Moment]:
    if began is None:
        return
    for delay in sorted(after):
        at = began.astimezone(UTC).replace(microsecond=0) + delay
        if start <= at < end:
            wall = _wall(at, zone)
            yield Moment(_nominal(wall), at, wall.date(), f"{duration_words(delay)} after the first start")


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a local day."""
    return instant_of(datetime.combine(day, time()), zone)
