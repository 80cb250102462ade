"""How attention for a campaign stands, as its sources saw it last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from scheduler.attention.judging import Judged, judge
from scheduler.attention.meter import Measure, State
from scheduler.attention.surges import APART, Standing
from scheduler.model.campaign import Campaign
from scheduler.model.surge import KeptSurge
from scheduler.model.watch import DAY, Watched
from scheduler.service.silence import is_silent
from scheduler.service.store_ports import Looking
from scheduler.service.watch_marks import asked_of, is_of_other, name_of
from scheduler.service.watching import judged_since


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStands:
    """`measure` and `standing` are those of its newest known bin, which began at `newest`; None: nothing is known.
    `since`: from when on the state of that bin has held. `silent`: it has told nothing new for too long. `trouble`:
    why it said nothing when it was last asked; empty: it answered."""

    watched: Watched
    measure: Measure | None = None
    standing: Standing | None = None
    newest: datetime | None = None
    since: datetime | None = None
    silent: bool = False
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """`loudest`: the source that the campaign's state is taken from; None: no source knows anything of late, and what
    is planned is the schedules' alone. `surge`: the latest, within ten days, of which this is `day`, counted from 1;
    `share`: of what it brought beyond the usual at its peak, what is left; None where its source is silent."""

    campaign: str
    at: datetime
    sources: tuple[SourceStands, ...] = ()
    loudest: SourceStands | None = None
    surge: KeptSurge | None = None
    day: int | None = None
    share: float | None = None

    @property
    def state(self) -> State | None:
        return self.loudest.measure.state if self.loudest and self.loudest.measure else None


def standing(looking: Looking, campaign: Campaign, now: datetime) -> Attention:
    sources = tuple(_stands(looking, campaign, watched, now) for watched in campaign.watch.sources)
    fresh = [s for s in sources if s.measure is not None and not s.silent and not s.watched.speaks_of_us]
    surges = [kept for kept in looking.surges(campaign.id) if kept.surge.onset <= now]
    surge = surges[-1] if surges and now - surges[-1].surge.onset <= APART else None
    return Attention(
        campaign=campaign.id,
        at=now,
        sources=sources,
        loudest=max(fresh, key=_loudness, default=None),
        surge=surge,
        day=(now - surge.surge.onset) // DAY + 1 if surge else None,
        share=_share(surge, sources) if surge and not _is_of_other(looking, surge) else None,
    )


def _stands(looking: Looking, campaign: Campaign, watched: Watched, now: datetime) -> SourceStands:
    asked = asked_of(looking, name_of(campaign.id, watched.id))
    since = judged_since(watched, asked.alike if asked else None, now)
    known = looking.counts(campaign.id, watched.id, since=since, until=now)
    newest = looking.newest_counts(campaign.id).get(watched.id)
    judged = judge(known, watched.width)
    return SourceStands(
        watched=watched,
        measure=judged[-1].measure if judged else None,
        standing=judged[-1].standing if judged else None,
        newest=newest,
        since=_since(judged),
        silent=is_silent(watched, newest, asked.first if asked else None, now),
        trouble=asked.why if asked else "",
    )


def _since(judged: Sequence[Judged]) -> datetime | None:
    since = None
    for one in reversed(judged):
        if one.measure.state is not judged[-1].measure.state:
            break
        since = one.measure.at
    return since


def _loudness(source: SourceStands) -> float:
    """One that cannot say yet what is usual is the last to be heard."""
    return source.measure.times_usual if source.measure and source.measure.times_usual is not None else -1.0


def _is_of_other(looking: Looking, kept: KeptSurge) -> bool:
    return is_of_other(kept.surge, asked_of(looking, name_of(kept.campaign, kept.source)))


def _share(kept: KeptSurge, sources: Sequence[SourceStands]) -> float | None:
    surge = kept.surge
    seen = next((s.standing for s in sources if s.watched.id == kept.source and not s.silent), None)
    if seen is None or seen.total is None or surge.peak <= surge.usual:
        return None
    return max(0.0, (seen.total - surge.usual) / (surge.peak - surge.usual))
