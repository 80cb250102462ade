"""When each account speaks by its schedules alone, day by day, whatever becomes of these slots."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.model.house import House
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
        local, first = ZoneInfo(zone), date.fromordinal(number * BLOCK)
        start, end = midnight(first, local), midnight(first + BLOCK * DAY, local)
        found: dict[date, list[datetime]] = defaultdict(list)
        speaking = (schedule for schedule in self.house.schedules if account in schedule.accounts)
        for at in sorted(m.at for schedule in speaking for m in moments_of(schedule, start, end, self.began)):
            found[at.astimezone(local).date()].append(at)
        return found
