"""What new counts of a source mean for its campaign: people are told once of each turn, and a surge is kept."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from scheduler.attention.judging import Judged
from scheduler.attention.surges import APART, follow, stands_out
from scheduler.model.campaign import Campaign
from scheduler.model.surge import KeptSurge, Surge
from scheduler.model.watch import DAY, Watched
from scheduler.service.allies import owe
from scheduler.service.desk import Transaction
from scheduler.service.watch_marks import Asked, is_of_other, keep_told, told_of

RISING, SURGE, FADING, FLOOR = KINDS = ("rising", "surge", "fading", "floor")
"""The alerts about attention; their subject is the campaign."""

RECENT = timedelta(hours=12)
"""How old what is told may be, besides the width of a bin: a source that is new, or that was silent, tells of the past,
and nobody is woken for it."""

LATELY = 2 * DAY
"""The same for a surge, whose days are ten: the machine may have been off over night. Who heard of it hears how it
ends, however late."""

RECOUNTED = 2
"""Bins before those that are new, which were counted again with them: where late posts made one stand out, the episode
begins there, and no later bin says so."""

KNOWN = 3 * DAY
"""Of what is usual at each hour, before people are told that something is not: any morning would be a rise."""

QUIET = DAY
"""However many sources see a topic rise, and however often, it is told once in this time."""

OnSurge = Callable[[Transaction, KeptSurge], None]
"""Called for each surge that begins now, once it is kept, in the same transaction."""


def nothing(t: Transaction, kept: KeptSurge) -> None:
    """For those whose plan does not follow surges."""


class Noticing:
    """One source of one campaign, in one transaction."""

    def __init__(self, t: Transaction, campaign: Campaign, watched: Watched, on_surge: OnSurge = nothing) -> None:
        self._t = t
        self._campaign = campaign
        self._watched = watched
        self._on_surge = on_surge
        self._surges = t.writing.surges(campaign.id)

    def notice(self, found: Sequence[Judged], asked: Asked) -> datetime | None:
        """What was judged of the source before has been told; gives up to where it is told now."""
        after = asked.judged
        fresh = [one for one in found if after is None or one.standing.at > after]
        for one in found[max(0, len(found) - len(fresh) - RECOUNTED) :]:
            known = one.measure.at - found[0].measure.at
            if one.measure.alarm and known >= KNOWN and self._is_recent(one.standing.at, RECENT):
                self._tell_rising(one)
        for one in fresh:
            self._follow(one, asked)
            self._begin(one)
        return fresh[-1].standing.at if fresh else after

    def _is_recent(self, at: datetime, within: timedelta = LATELY) -> bool:
        return self._t.now - at <= within + (self._watched.width if self._watched.daily else timedelta(0)) * 2

    def _tell_rising(self, one: Judged) -> None:
        told = told_of(self._t.writing, self._campaign.id)
        if told.rising is not None and one.standing.at - told.rising < QUIET:
            return
        keep_told(self._t, self._campaign.id, replace(told, rising=one.standing.at))
        when = "on a day" if self._watched.daily else "at this hour"
        usual = f"about {one.measure.expected or 0:,.0f}"
        self._tell(RISING, f"attention is rising: {one.measure.count:,} {when}, where {usual} are usual")

    def _begin(self, one: Judged) -> None:
        at, total, usual = one.standing.at, one.standing.total, one.standing.usual
        apart = all(abs(at - kept.surge.onset) >= APART for kept in self._surges)
        if total is None or usual is None or not apart or not stands_out(total, usual):
            return
        surge = Surge(onset=at, usual=usual, peak=total, peak_at=at)
        kept = KeptSurge(campaign=self._campaign.id, source=self._watched.id, surge=surge)
        self._surges = sorted([*self._surges, kept], key=lambda one: one.surge.onset)
        self._t.writing.keep_surge(kept)
        said = f"{total:,} in 24 hours, where {usual:,.0f} are usual"
        if not self._is_recent(at):
            about = {"campaign": kept.campaign, "surge": kept.id, "source": kept.source}
            self._t.note("attention.surge", f"{kept.campaign}, by {kept.source}: {said}; it is past", evidence=about)
            return
        self._tell(SURGE, f"a surge: {said}")
        told = told_of(self._t.writing, self._campaign.id)
        keep_told(self._t, self._campaign.id, replace(told, surge=at))
        self._on_surge(self._t, kept)

    def _follow(self, one: Judged, asked: Asked) -> None:
        at, total = one.standing.at, one.standing.total
        number = next((n for n in range(len(self._surges) - 1, -1, -1) if self._is_latest(n, at)), None)
        if number is None or total is None or is_of_other(self._surges[number].surge, asked):
            return
        before = self._surges[number].surge
        after = follow(before, at, total)
        if after != before:
            self._surges[number] = self._kept(number, after)
            self._t.writing.keep_surge(self._surges[number])
        if at - after.onset <= APART:
            self._tell_fading(after, at, total, fell=after.quarter is not None)

    def _kept(self, number: int, surge: Surge) -> KeptSurge:
        """As the store has it: what was decided on its extra posts meanwhile stays."""
        stored = self._t.writing.surges(self._campaign.id)
        return replace(next(kept for kept in stored if kept.id == self._surges[number].id), surge=surge)

    def _is_latest(self, number: int, at: datetime) -> bool:
        kept = self._surges[number]
        return kept.source == self._watched.id and kept.surge.onset < at

    def _tell_fading(self, surge: Surge, at: datetime, total: int, *, fell: bool) -> None:
        told = before = told_of(self._t.writing, self._campaign.id)
        if told.surge != surge.onset:
            return
        floor = self._campaign.sustain.floor
        day = f"day {(at - surge.onset) // DAY + 1} after the surge of {surge.onset.day} {surge.onset:%B}"
        if fell and told.quarter != surge.onset:
            told = replace(told, quarter=surge.onset)
            self._tell(FADING, f"attention has faded to a quarter of its peak: {total:,} in 24 hours, {day}")
        if total < floor * surge.usual and told.floor != surge.onset:
            told = replace(told, floor=surge.onset)
            usual = f"{surge.usual:,.0f} a day were usual"
            self._tell(FLOOR, f"attention is below {floor:g} times the usual: {total:,} in 24 hours, {usual}; {day}")
        if told != before:
            keep_told(self._t, self._campaign.id, told)

    def _tell(self, kind: str, text: str) -> None:
        said = f"{self._campaign.id}: {text} (seen by {self._watched.id})"
        self._t.alert(kind, self._campaign.id, said, stands=False)
        owe(self._t, self._campaign, kind, said)
