"""Lets go of what would only grow: old readings, files of earlier versions, alerts that are over, and what was kept
about links and accounts that left the files."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from scheduler.model.house import House
from scheduler.model.upkeep import Keep, Outdated
from scheduler.service.circuit import Calls
from scheduler.service.desk import Desk
from scheduler.service.fence import LET_LIVE
from scheduler.service.links import LINK, links_of, mark_of
from scheduler.service.profiles import PROFILE
from scheduler.service.rationing import READINGS
from scheduler.service.store_ports import Looking
from scheduler.service.thinning import THINNED, thin
from scheduler.service.tidying import clock_is_back
from scheduler.service.watch_marks import TOLD, WATCH, name_of
from scheduler.service.watching import SOURCE

LAST = "last tidied up"
LEFT = "left the files"
"""The mark that says of other marks since when the files do not name what they are about."""

DAY = timedelta(days=1)
TOGETHER = 100
"""Rows that one transaction removes: it holds the write lock for a few milliseconds; a post never waits for more."""

MOST = 500
"""Transactions of one beat; the next one goes on, an hour later."""

WHO = "beat:keep"
OF_ACCOUNTS = (*Calls, READINGS, PROFILE, LET_LIVE)
"""What the names of marks of an account begin with."""


class Retaining:
    def __init__(self, desk: Desk, house: Callable[[], House], most: int = MOST) -> None:
        self._desk = desk
        self._house = house
        self._most = most

    def tidy_up(self) -> dict[str, int]:
        """Once a day, in small transactions; how much was removed, by what it was. Deliveries with their keys and
        texts, the record, and what was booked are never touched: a key that is forgotten could be said again."""
        now = self._desk.clock.now()
        with self._desk.store.look() as looking:
            last = looking.mark(LAST)
            if clock_is_back(looking, now) or (last and abs(now - datetime.fromisoformat(last)) < DAY):
                return {}
        house = self._house()
        removed, whole = self._remove(house.settings.keep, now)
        removed += self._forget_what_left(house, now)
        self._calm_what_left(house)
        if days := thin(self._desk, house, WHO):
            removed["days of counts by the hour"] = days
        with self._desk.transaction(WHO) as t:
            if whole:
                t.writing.set_mark(LAST, now.isoformat())
            if removed:
                words = ", ".join(f"{number} {what}" for what, number in removed.items())
                t.note("store.tidied", f"no longer kept: {words}", evidence={w: str(n) for w, n in removed.items()})
        return dict(removed)

    def _remove(self, keep: Keep, now: datetime) -> tuple[Counter[str], bool]:
        """Whether everything that may go is gone."""
        removed: Counter[str] = Counter()
        for _ in range(self._most):
            with self._desk.store.look() as looking:
                found = _outdated(looking, keep, now)
            if not found:
                return removed, True
            with self._desk.transaction(WHO) as t:
                removed.update(t.writing.drop(found))
        return removed, False

    def _forget_what_left(self, house: House, now: datetime) -> Counter[str]:
        """An account that comes back later is a new one: somebody has to let it live again."""
        with self._desk.store.look() as looking:
            about = _about_what_left(looking, house)
            since = _left(looking)
        known = {name: since.get(name, now.isoformat()) for name in about}
        over = [name for name, at in known.items() if now - datetime.fromisoformat(at) >= house.settings.keep.files]
        if known == since and not over:
            return Counter()
        with self._desk.transaction(WHO) as t:
            for name in over:
                t.writing.set_mark(name, None)
                if name.startswith(f"{LET_LIVE} "):
                    t.writing.set_live(name.removeprefix(f"{LET_LIVE} "), None)
            left = {name: at for name, at in known.items() if name not in over}
            t.writing.set_mark(LEFT, json.dumps(left, ensure_ascii=False) if left else None)
        return Counter({"notes about what left the files": len(over)} if over else {})

    def _calm_what_left(self, house: House) -> None:
        """A source that was silent and is watched no longer; should it come back, its silence is news."""
        named = {name_of(campaign.id, watched.id) for campaign in house.campaigns for watched in campaign.watch.sources}
        with self._desk.store.look() as looking:
            standing = [alert.subject for alert in looking.alerts(open_only=True) if alert.kind == SOURCE]
        if left := [name for name in standing if name not in named]:
            with self._desk.transaction(WHO) as t:
                for name in left:
                    t.calm(SOURCE, name)


def _outdated(looking: Looking, keep: Keep, now: datetime) -> Outdated:
    return looking.outdated(
        readings_before=now - keep.readings,
        files_before=now - keep.files,
        alerts_before=now - keep.alerts,
        limit=TOGETHER,
    )


def _about_what_left(looking: Looking, house: House) -> list[str]:
    """Marks of links and accounts that the files in force do not name."""
    named = {mark_of(url) for url in links_of(house)}
    named |= {f"{kind} {account.id}" for account in house.accounts for kind in OF_ACCOUNTS}
    named |= {f"{TOLD} {campaign.id}" for campaign in house.campaigns}
    for campaign in house.campaigns:
        sources = [name_of(campaign.id, watched.id) for watched in campaign.watch.sources]
        named |= {f"{kind} {source}" for kind in (WATCH, THINNED) for source in sources}
    begin = tuple(f"{kind} " for kind in (LINK, *OF_ACCOUNTS, TOLD, WATCH, THINNED))
    return [name for name in looking.mark_names() if name.startswith(begin) and name not in named]


def _left(looking: Looking) -> dict[str, str]:
    kept: dict[str, str] = json.loads(looking.mark(LEFT) or "{}")
    return kept
