"""What each account has said and will say, in order of time, as rules ask about it."""

from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from scheduler.model.delivery import AHEAD, SPOKEN, Delivery, State
from scheduler.model.money import Spent, month_bounds, month_of

ON_TIME = timedelta(minutes=1)
"""A post that went out within this long of its time counts as said at its time: otherwise a day of posts that stand
exactly one gap apart would drift by the seconds that each send takes."""


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """One post of one account: said, perhaps said, or about to be. `cost` is what it will cost, in millionths of a US
    dollar: what was said was booked already."""

    at: datetime
    key: str
    account: str
    campaign: str
    action: str
    template: str
    digest: str
    fact: str = ""
    tagged: tuple[str, ...] = ()
    cost: int = 0


class Ledger:
    """Grows while a plan is made; never forgets within one plan."""

    def __init__(self, lines: Iterable[Line] = (), spent: Spent = MappingProxyType({})) -> None:
        """`spent`: what was booked for posting."""
        self._spent = spent
        self._by_account: dict[str, list[Line]] = defaultdict(list)
        self._uses: dict[tuple[str, str, str], list[datetime]] = defaultdict(list)
        self._said: Counter[tuple[str, str, str]] = Counter()
        for line in lines:
            self.add(line)

    @classmethod
    def of(cls, deliveries: Iterable[Delivery], spent: Spent = MappingProxyType({})) -> "Ledger":
        return cls((line_of(delivery) for delivery in deliveries if delivery.state in SPOKEN), spent)

    def add(self, line: Line) -> None:
        insort(self._by_account[line.account], line)
        for what, name in (
            ("template", f"{line.campaign}/{line.template}"),
            ("action", f"{line.campaign}/{line.action}"),
            ("text", line.digest),
            ("fact", f"{line.campaign}/{line.fact}"),
        ):
            insort(self._uses[line.account, what, name], line.at)
        self._said[line.account, line.campaign, line.action] += 1

    def neighbours(self, account: str, at: datetime) -> tuple[Line | None, Line | None]:
        """The last post at or before this instant and the first one after it."""
        lines = self._by_account[account]
        i = bisect_right(lines, at, key=lambda line: line.at)
        return (lines[i - 1] if i else None, lines[i] if i < len(lines) else None)

    def between(self, account: str, start: datetime, end: datetime) -> list[Line]:
        """Posts from `start` (included) to `end` (excluded), in order."""
        lines = self._by_account[account]
        i = bisect_left(lines, start, key=lambda line: line.at)
        return lines[i : bisect_left(lines, end, key=lambda line: line.at)]

    def on(self, account: str, day: date, zone: ZoneInfo) -> list[Line]:
        """Posts on a local date."""
        return self.between(account, _midnight(day, zone), _midnight(day + timedelta(days=1), zone))

    def in_week(self, account: str, day: date, zone: ZoneInfo) -> list[Line]:
        """Posts in the ISO week (Monday to Sunday) of a local date."""
        monday = day - timedelta(days=day.weekday())
        return self.between(account, _midnight(monday, zone), _midnight(monday + timedelta(days=7), zone))

    def committed(self, account: str, at: datetime) -> int:
        """What this account has spent on posting in the month of this instant, and will, in millionths of a US
        dollar."""
        ahead = self.between(account, *month_bounds(at))
        return self._spent.get((account, month_of(at)), 0) + sum(line.cost for line in ahead)

    def nearest(self, account: str, what: str, name: str, at: datetime) -> datetime | None:
        """The use nearest in time, before or after, of a `template`, `action` or `fact` (named
        `campaign/id`) or a `text` (its digest)."""
        uses = self._uses.get((account, what, name))
        if not uses:
            return None
        i = bisect_left(uses, at)
        return min(uses[max(0, i - 1) : i + 1], key=lambda used: abs(used - at))

    def uses(self, account: str, what: str, name: str, start: datetime, end: datetime) -> list[datetime]:
        """Of a `template`, `action`, `fact` or `text`, named as `nearest` names them, between two instants and at
        neither, in order."""
        uses = self._uses.get((account, what, name), [])
        return uses[bisect_right(uses, start) : bisect_left(uses, end)]

    def times_said(self, account: str, campaign: str, action: str) -> int:
        return self._said[account, campaign, action]


def line_of(delivery: Delivery) -> Line:
    """A delivery as its account's ledger sees it: at its time, or where it went out late, for sure or perhaps, at the
    instant it did."""
    at = delivery.out_at if abs(delivery.out_at - delivery.due_at) >= ON_TIME else delivery.due_at
    return Line(
        at=at,
        key=str(delivery.key),
        account=delivery.account,
        campaign=delivery.key.campaign,
        action=delivery.action,
        template=delivery.template,
        digest=delivery.post.digest,
        fact=delivery.fact or "",
        tagged=delivery.post.tagged,
        cost=delivery.post.cost if delivery.state in AHEAD | {State.CLAIMED} else 0,
    )


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)
