"""Asks the sources of every campaign how much is said, keeps the counts, and has them judged."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from scheduler.attention.bins import bin_of
from scheduler.attention.judging import judge
from scheduler.errors import ChannelBusy, ChannelTrouble
from scheduler.model.campaign import Campaign
from scheduler.model.count import Bin
from scheduler.model.money import Booking, Purpose
from scheduler.model.watch import Watched
from scheduler.service.accepting import Current
from scheduler.service.attention_ports import Source
from scheduler.service.circuit import pause
from scheduler.service.desk import Desk, Transaction
from scheduler.service.fence import is_silenced
from scheduler.service.noticing import Noticing, OnSurge, nothing
from scheduler.service.silence import is_silent, silence_of
from scheduler.service.spending import left_for
from scheduler.service.store_ports import Looking
from scheduler.service.tidying import clock_is_doubted
from scheduler.service.watch_marks import Asked, asked_of, begin_asking, keep_asked, name_of, what_of

log = logging.getLogger(__name__)

WHO = "beat:watch"
SOURCE = "source"
"""The alert that a source has been silent."""

AGAIN = 2
"""Bins that are counted once more with the next ones: posts reach a server late."""

REACH = {False: timedelta(days=14), True: timedelta(days=60)}
"""How far back a source is asked at most, by whether it counts by days: what the meter wants to know."""

LOOKED_AT = {False: timedelta(days=30), True: timedelta(days=400)}
"""How much of what is kept is judged."""

MOST = 10**9
"""A count beyond it is a lie."""

NO_MONEY = timedelta(hours=1)
"""How long a source that is paid for waits after trouble or without money: what fails costs no more than what does
not."""

Sources = Callable[[str, str], Source | None]
"""The source of a campaign, by the ids of both; None: there is none, or it cannot be made."""


class Watching:
    """Remembers nothing: what is due, what a source was asked and said, and what was told is in the store."""

    def __init__(
        self, desk: Desk, current: Callable[[], Current | None], sources: Sources, on_surge: OnSurge = nothing
    ) -> None:
        self._desk = desk
        self._current = current
        self._sources = sources
        self._on_surge = on_surge

    def due(self) -> list[str]:
        """The names of the sources to be asked now. While the clock is not believed there are none: hours that have
        not been would be counted, and nobody asked again until they have."""
        now = self._desk.clock.now()
        with self._desk.store.look() as looking:
            if clock_is_doubted(looking, now):
                return []
            return [name for name, campaign, watched in self._all() if _is_due(looking, campaign, watched, now)]

    def watch(self, name: str, ending: Callable[[], bool] = lambda: False) -> bool:
        """Ask this source; False where it said nothing that can be used. It may take minutes. Once `ending`, what it
        says is left for the next start."""
        found = next((one for one in self._all() if one[0] == name), None)
        source = self._sources(found[1].id, found[2].id) if found else None
        if found is None or source is None:
            return False
        _, campaign, watched = found
        with self._desk.transaction(WHO) as t:
            stretch = self._begin(t, campaign, watched, source.price)
        if stretch is None:
            return False
        try:
            said = believable(source.count(*stretch), watched.width, *stretch)
        except ChannelTrouble as trouble:
            asked = trouble.when if isinstance(trouble, ChannelBusy) else None
            return ending() or self._wait(campaign, watched, source, str(trouble), asked)
        except Exception as bug:
            log.exception("source.defect", extra={"about": {"source": name}})
            return ending() or self._wait(campaign, watched, source, f"the source failed: {type(bug).__name__}", None)
        if not ending():
            self._keep(campaign, watched, said)
        return True

    def _all(self) -> Iterator[tuple[str, Campaign, Watched]]:
        current = self._current()
        for campaign in current.house.campaigns if current else ():
            for watched in campaign.watch.sources:
                yield name_of(campaign.id, watched.id), campaign, watched

    def _begin(
        self, t: Transaction, campaign: Campaign, watched: Watched, price: int
    ) -> tuple[datetime, datetime] | None:
        """What is asked for; noted and paid before it is asked, so that a crash asks for nothing twice."""
        if not _is_due(t.writing, campaign, watched, t.now):
            return None
        name = name_of(campaign.id, watched.id)
        before, newest = asked_of(t.writing, name), t.writing.newest_counts(campaign.id).get(watched.id)
        asked = begin_asking(t, name)
        if before is not None and is_silent(watched, newest, before.first, before.last):
            # Of what hangs for longer than a pass from cron waits nobody notes anything.
            _tell_silence(t, campaign, watched, asked.first, asked.why or "it gives no answer")
        if price and not self._pay(t, watched, price):
            why = "the month's money for readings is used up"
            keep_asked(t, name, replace(asked, why=why, until=t.now + NO_MONEY))
            _tell_silence(t, campaign, watched, asked.first, why)
            return None
        until = bin_of(t.now - watched.settles, watched.width)
        earliest = until - REACH[watched.daily]
        if is_another(asked, campaign, watched):
            return earliest, until  # so that it is soon known what is usual of it
        return (max(earliest, newest - AGAIN * watched.width) if newest else earliest), until

    def _pay(self, t: Transaction, watched: Watched, price: int) -> bool:
        current = self._current()
        account = next((a for a in current.house.accounts if a.id == watched.account), None) if current else None
        if account is None or left_for(t.writing, account, Purpose.READING, t.now) < price:
            return False
        t.writing.book(Booking(account=account.id, at=t.now, purpose=Purpose.READING, what="count", millionths=price))
        return True

    def _wait(self, campaign: Campaign, watched: Watched, source: Source, why: str, asked_for: datetime | None) -> bool:
        name = name_of(campaign.id, watched.id)
        with self._desk.transaction(WHO) as t:
            asked = begin_asking(t, name)
            troubles = asked.troubles + 1
            until = pause(name, troubles, asked_for, t.now)
            if source.price:
                until = max(until, t.now + NO_MONEY)
            keep_asked(t, name, replace(asked, troubles=troubles, why=why, until=until))
            _tell_silence(t, campaign, watched, asked.first, why)
        return False

    def _keep(self, campaign: Campaign, watched: Watched, said: Sequence[Bin]) -> None:
        name, now = name_of(campaign.id, watched.id), self._desk.clock.now()
        with self._desk.store.look() as looking:
            before = asked_of(looking, name)
            another = before is not None and is_another(before, campaign, watched)
            alike = (said[0].at if said else now) if another else before.alike if before else None
            known = looking.counts(campaign.id, watched.id, since=judged_since(watched, alike, now), until=now)
        # Judged outside the transaction, which others wait for; of one source nobody else writes.
        together = {found.at: found for found in (*([] if another else known), *said)}
        judged = judge(sorted(together.values(), key=lambda found: found.at), watched.width)
        with self._desk.transaction(WHO) as t:
            if another:
                t.note("source.another", f"{name}: it counts something else now, by which it is judged from now on")
                t.writing.keep_counts(campaign.id, watched.id, [Bin(old.at, None) for old in known])
            t.writing.keep_counts(campaign.id, watched.id, said)
            asked = begin_asking(t, name)
            other = asked.judged if another else asked.other
            asked = replace(asked, what=what_of(campaign, watched), alike=alike, other=other)
            told = asked.judged
            if not watched.speaks_of_us:
                told = Noticing(t, campaign, watched, self._on_surge).notice(judged, asked)
            keep_asked(t, name, replace(asked, troubles=0, why="", until=None, judged=told))
            if not _tell_silence(t, campaign, watched, asked.first, "it answers, and says nothing new"):
                t.calm(SOURCE, name)


def is_another(asked: Asked, campaign: Campaign, watched: Watched) -> bool:
    """Whether the files were edited so that it counts something else than what was counted before."""
    return asked.what not in {"", what_of(campaign, watched)}


def judged_since(watched: Watched, alike: datetime | None, now: datetime) -> datetime:
    """From when on its counts are held against each other."""
    since = now - LOOKED_AT[watched.daily]
    return max(since, alike) if alike else since


def believable(said: Sequence[Bin], width: timedelta, since: datetime, until: datetime) -> list[Bin]:
    """Each asked-for bin once, the last word on it; nothing of another time, no count that cannot be one."""
    found = {
        one.at: one
        for one in said
        if since <= one.at < until and bin_of(one.at, width) == one.at and one.count is not None
    }
    return [one for _, one in sorted(found.items()) if one.count is not None and 0 <= one.count <= MOST]


def _is_due(looking: Looking, campaign: Campaign, watched: Watched, now: datetime) -> bool:
    """Where a whole bin has ended of which nothing is known, it was not asked just now, and asks for no pause."""
    asked = asked_of(looking, name_of(campaign.id, watched.id))
    if asked is not None:
        wait = (
            (asked.until or asked.last) if asked.troubles or asked.until else asked.last + campaign.watch.pace(watched)
        )
        if now < wait:
            return False
    if watched.account is not None and is_silenced(looking.stops(), watched.account):
        return False
    if asked is not None and is_another(asked, campaign, watched):
        return True
    newest = looking.newest_counts(campaign.id).get(watched.id)
    return newest is None or newest + watched.width < bin_of(now - watched.settles, watched.width)


def _tell_silence(t: Transaction, campaign: Campaign, watched: Watched, first: datetime, why: str) -> bool:
    newest = t.writing.newest_counts(campaign.id).get(watched.id)
    if not is_silent(watched, newest, first, t.now):
        return False
    text = f"{campaign.id}: {silence_of(watched, newest)}: {why}; posts go out as planned"
    t.alert(SOURCE, name_of(campaign.id, watched.id), text)
    return True
