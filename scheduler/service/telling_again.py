"""Tells again, from the counts in the store, how attention for a campaign went in a period, and each of its surges."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from scheduler.attention.bins import EPOCH
from scheduler.attention.retelling import Course, Retold, course, retell
from scheduler.attention.surges import APART
from scheduler.model.campaign import Campaign
from scheduler.model.delivery import OUT
from scheduler.model.surge import KeptSurge, Surge
from scheduler.service.report import Surged, Watched, loudness
from scheduler.service.silence import is_silent
from scheduler.service.store_ports import Looking
from scheduler.service.watch_marks import Asked, asked_of, is_of_other, name_of

NOTHING = Retold(measures=(), standings=(), surges=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`watched`: the loudest first. `surges` in order of their onsets: those that were kept, and those of times that
    were counted before anybody watched. `loud`: of each hour the most times the usual that a source has."""

    watched: tuple[Watched, ...]
    surges: tuple[Surged, ...]
    loud: Mapping[datetime, float]


def look_back(looking: Looking, campaign: Campaign, since: datetime, now: datetime) -> Told:
    """Each source is told by itself: they are never added up; and let go before the next, for a year of hours is
    much."""
    kept = looking.surges(campaign.id)
    gone = dict.fromkeys((one.source for one in kept), NOTHING)
    watched: list[Watched] = []
    loud: dict[datetime, float] = {}
    courses: list[tuple[KeptSurge, Course]] = []
    measured: list[tuple[KeptSurge, Course]] = []
    for source in sorted(looking.newest_counts(campaign.id)):
        asked = asked_of(looking, name_of(campaign.id, source))
        told = retell(looking.counts(campaign.id, source, since=EPOCH, until=now), now, asked.alike if asked else None)
        found = _watched(campaign, source, told, since, now)
        watched.append(found)
        if not found.echo:
            gone.pop(source, None)
            for measure in told.measures:
                if measure.times_usual is not None:
                    loud[measure.at] = max(measure.times_usual, loud.get(measure.at, 0.0))
            floor = campaign.sustain.floor
            own = [one for one in kept if one.source == source]
            courses += [(k, _course(k.surge, told, floor, asked)) for k in own]
            measured += [(m, course(m.surge, told, floor)) for m in _measured(campaign, source, told, kept, asked)]
    courses += [(one, course(one.surge, NOTHING, campaign.sustain.floor)) for one in kept if one.source in gone]
    for one in sorted(measured, key=_onset):
        if all(abs(_onset(one) - _onset(other)) >= APART for other in courses):
            courses.append(one)
    out = Counter(row.key.schedule for row in looking.deliveries(states=OUT, campaign=campaign.id))
    return Told(
        watched=tuple(sorted(watched, key=loudness, reverse=True)),
        surges=tuple(_surged(one, how, out[one.id]) for one, how in sorted(courses, key=_onset)),
        loud=loud,
    )


def _watched(campaign: Campaign, source: str, told: Retold, since: datetime, now: datetime) -> Watched:
    named = next((one for one in campaign.watch.sources if one.id == source), None)
    newest = next(
        (place for place in range(len(told.measures) - 1, -1, -1) if told.measures[place].count is not None), None
    )
    return Watched(
        source=source,
        measures=tuple(measure for measure in told.measures if measure.at >= since),
        newest=None if newest is None else told.measures[newest],
        standing=None if newest is None else told.standings[newest],
        by_day=told.by_day,
        echo=named is not None and named.speaks_of_us,
        heard=named is not None and newest is not None and not is_silent(named, told.measures[newest].at, None, now),
    )


def _course(surge: Surge, told: Retold, floor: float, asked: Asked | None) -> Course:
    """Of one in whose days its source was edited there is nothing but what was kept."""
    if asked is not None and asked.alike and is_of_other(surge, asked) and surge.onset + APART > asked.alike:
        return course(surge, NOTHING, floor)
    return course(_newest(surge, told), told, floor)


def _measured(
    campaign: Campaign, source: str, told: Retold, kept: list[KeptSurge], asked: Asked | None
) -> Iterator[KeptSurge]:
    """What was counted while it was watched would have been kept, had it been a surge."""
    for surge in told.surges:
        if asked is not None and surge.onset > asked.first:
            break
        if all(abs(surge.onset - other.surge.onset) >= APART for other in kept):
            yield KeptSurge(campaign=campaign.id, source=source, surge=surge)


def _newest(surge: Surge, told: Retold) -> Surge:
    """As the counts have it that are kept, where they still reach back to it."""
    return next((one for one in told.surges if one.onset == surge.onset), surge)


def _onset(found: tuple[KeptSurge, Course]) -> datetime:
    return found[0].surge.onset


def _surged(kept: KeptSurge, how: Course, out: int) -> Surged:
    return Surged(
        source=kept.source,
        course=how,
        followed=kept.followed,
        who=kept.who,
        whys=tuple(f"{extra.wall:%Y-%m-%d %H:%M}, {extra.account}: {extra.why}" for extra in kept.extras),
        out=out if kept.extras else 0,
    )
