"""Adds the hours of each day up, once they are a year old, and lets go of counts that are ten years old."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from scheduler.attention.bins import bin_of
from scheduler.model.count import HOUR, Bin
from scheduler.model.house import House
from scheduler.model.watch import DAY
from scheduler.service.desk import Desk
from scheduler.service.watch_marks import name_of

HOURLY = timedelta(days=380)
"""The meter looks at thirty days, and the card of evidence at a year of posts, each with the fortnight before it."""

DAILY = timedelta(days=3650)
"""How long anything is kept."""

KNOWN = 18
"""Hours of a day of which enough must be known; a day of which less is known becomes a gap."""

AT_ONCE = 5
"""Days in one transaction, which others wait for."""

THINNED = "thinned"
LONG_AGO = 2 * DAILY


def thin(desk: Desk, house: House, who: str) -> int:
    """How many days were added up, also of campaigns and sources that the files name no longer. Up to where it was done
    is noted in the transaction that does it, as a day's sum looks like the count of its first hour."""
    now = desk.clock.now()
    daily = {(c.id, watched.id) for c in house.campaigns for watched in c.watch.sources if watched.daily}
    with desk.store.look() as looking:
        known = [
            (campaign, source) for campaign in looking.counted_campaigns() for source in looking.newest_counts(campaign)
        ]
    done = 0
    for campaign, source in known:
        if (campaign, source) not in daily:
            done += _thin(desk, campaign, source, now, who)
        _let_go(desk, campaign, source, now - DAILY, who)
    return done


def _thin(desk: Desk, campaign: str, source: str, now: datetime, who: str) -> int:
    name = f"{THINNED} {name_of(campaign, source)}"
    until = bin_of(now - HOURLY, DAY)
    with desk.store.look() as looking:
        mark = looking.mark(name)
        since = datetime.fromisoformat(mark) if mark else until - LONG_AGO
        known = looking.counts(campaign, source, since=since, until=until)
    # Nothing is noted of what left the files long ago, nor whether it counted by days: of these and of sums nothing is
    # known but the first hour.
    days = sorted({bin_of(found.at, DAY) for found in known if mark or bin_of(found.at, DAY) != found.at})
    for start in range(0, len(days), AT_ONCE):
        some = days[start : start + AT_ONCE]
        with desk.transaction(who) as t:
            for day in some:
                t.writing.keep_counts(campaign, source, _as_one(day, known))
            t.writing.set_mark(name, (some[-1] + DAY).isoformat())
    return len(days)


def _as_one(day: datetime, known: Sequence[Bin]) -> list[Bin]:
    """The day's sum in the place of its first hour, and gaps in that of the others."""
    counts = [found.count for found in known if day <= found.at < day + DAY and found.count is not None]
    whole = sum(counts) * 24 // len(counts) if len(counts) >= KNOWN else None
    return [Bin(day, whole), *(Bin(day + n * HOUR, None) for n in range(1, 24))]


def _let_go(desk: Desk, campaign: str, source: str, before: datetime, who: str) -> None:
    with desk.store.look() as looking:
        old = looking.counts(campaign, source, since=before - LONG_AGO, until=before)
    for start in range(0, len(old), 100):
        with desk.transaction(who) as t:
            gone = [Bin(found.at, None) for found in old[start : start + 100]]
            t.writing.keep_counts(campaign, source, gone)
