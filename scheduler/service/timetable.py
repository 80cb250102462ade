"""When each account speaks by its schedules alone, day by day, whatever becomes of these slots."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.model.house import House
from scheduler.planner.occurrences import midnight, moments_of

DAY = timedelta(days=1)
AROUND = 3
"""Days before and after a day that make a week with it."""


@dataclass(frozen=True, slots=True)
class Timetable:
    """Good for one house. `began` is the first start of the service (None: what counts from it is left out)."""

    house: House
    began: datetime | None = None
    days: dict[tuple[str, date, str], tuple[datetime, ...]] = field(default_factory=dict)

    def on(self, account: str, day: date, zone: str) -> tuple[datetime, ...]:
        """The instants of its slots on a local day, in order."""
        asked = account, day, zone
        if asked not in self.days:
            local = ZoneInfo(zone)
            start, end = midnight(day, local), midnight(day + DAY, local)
            self.days[asked] = tuple(sorted(self._between(account, start, end)))
        return self.days[asked]

    def around(self, account: str, at: datetime) -> int:
        """How many slots it has in the seven days of which the day of this instant is the middle."""
        zone = self.house.zone_of(account)
        middle = at.astimezone(ZoneInfo(zone)).date()
        return sum(len(self.on(account, middle + n * DAY, zone)) for n in range(-AROUND, AROUND + 1))

    def near(self, account: str, at: datetime) -> Iterator[datetime]:
        """Its slots on the day of this instant, the day before and the day after."""
        zone = self.house.zone_of(account)
        day = at.astimezone(ZoneInfo(zone)).date()
        for n in (-1, 0, 1):
            yield from self.on(account, day + n * DAY, zone)

    def _between(self, account: str, start: datetime, end: datetime) -> Iterator[datetime]:
        for schedule in self.house.schedules:
            if account in schedule.accounts:
                yield from (moment.at for moment in moments_of(schedule, start, end, self.began))
