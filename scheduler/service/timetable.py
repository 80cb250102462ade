"""When each account speaks by its schedules alone, day by day, whatever becomes of these slots."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.model.house import House
from scheduler.model.schedule import Schedule
from scheduler.planner.occurrences import midnight, moments_of

DAY = timedelta(days=1)
BLOCK = 16
"""Days that are worked out at once."""
AROUND = 3
"""Days before and after a day that make a week with it."""


@dataclass(frozen=True, slots=True)
class Timetable:
    """Good for one house. `began` is the first start of the service (None: what counts from it is left out)."""

    house: House
    began: datetime | None = None
    blocks: dict[tuple[str, int, str], dict[date, list[datetime]]] = field(default_factory=dict)
    instants: dict[tuple[Schedule, int, str], list[datetime]] = field(default_factory=dict)
    """The same for all accounts of a schedule."""

    def of(self, schedules: Iterable[Schedule]) -> "Timetable":
        """That of some of its schedules alone."""
        return Timetable(replace(self.house, schedules=tuple(schedules)), self.began, instants=self.instants)

    def on(self, account: str, day: date, zone: str) -> tuple[datetime, ...]:
        """The instants of its slots on a local day, in order."""
        block = account, day.toordinal() // BLOCK, zone
        if block not in self.blocks:
            self.blocks[block] = self._block(*block)
        return tuple(self.blocks[block].get(day, ()))

    def around(self, account: str, at: datetime) -> int:
        """In how many slots of the seven days of which the day of this instant is the middle it may speak at most: no
        more of a day, and of all, than its caps let go out."""
        zone, limits = self.house.zone_of(account), self.house.account(account).limits
        middle = at.astimezone(ZoneInfo(zone)).date()
        days = (len(self.on(account, middle + n * DAY, zone)) for n in range(-AROUND, AROUND + 1))
        return min(sum(min(slots, limits.per_day) for slots in days), limits.per_week)

    def near(self, account: str, at: datetime) -> Iterator[datetime]:
        """Its slots on the day of this instant, the day before and the day after."""
        zone = self.house.zone_of(account)
        day = at.astimezone(ZoneInfo(zone)).date()
        for n in (-1, 0, 1):
            yield from self.on(account, day + n * DAY, zone)

    def _block(self, account: str, number: int, zone: str) -> dict[date, list[datetime]]:
        local = ZoneInfo(zone)
        found: dict[date, list[datetime]] = defaultdict(list)
        speaking = (schedule for schedule in self.house.schedules if account in schedule.accounts)
        for at in sorted(at for schedule in speaking for at in self._instants(schedule, number, zone)):
            found[at.astimezone(local).date()].append(at)
        return found

    def _instants(self, schedule: Schedule, number: int, zone: str) -> list[datetime]:
        if (schedule, number, zone) not in self.instants:
            local, first = ZoneInfo(zone), date.fromordinal(number * BLOCK)
            start, end = midnight(first, local), midnight(first + BLOCK * DAY, local)
            moments = moments_of(schedule, start, end, self.began)
            self.instants[schedule, number, zone] = [moment.at for moment in moments]
        return self.instants[schedule, number, zone]
