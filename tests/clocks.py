"""Machines that sleep and clocks that are wrong, drawn from a seed, and an oracle of what must be said all the same.

A post is due every twenty minutes, one may follow another after ten, and each is good for two hours. The oracle knows
when the house could speak and nothing of how it plans."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from scheduler.model.delivery import OUT, State
from tests.chronos import Comparison, Target, compare, too_close
from tests.dying import draw
from tests.make import utc
from tests.sinks.dialects import Dialect
from tests.town import DAWN, NAMES, Town, a_town, nominal

EVERY = timedelta(minutes=20)
LATE = timedelta(hours=2)
AT_ONCE = timedelta(seconds=5)
CALM = timedelta(hours=3)
"""After a trouble it takes less than this until everything that waited is out, and posts come at their times again."""

CATCHES_UP = timedelta(minutes=75)
"""Within this the newest of what waited is out, behind at most six others."""

CLOSEST = timedelta(minutes=8)
"""Ten minutes, as counted by a clock that may be two minutes wrong without anybody minding."""

LENGTHS = (timedelta(minutes=1), timedelta(minutes=10), timedelta(minutes=50), timedelta(hours=6))
YEARS = {"a clock that starts in 1970": "1970-01-01 00:00", "a clock that starts in 2038": "2038-01-19 03:14"}


@dataclass(frozen=True)
class Silence:
    """From when to when the house could not speak, by a clock that is right. `sent`: a post was on its way already,
    and may come that much later than it should."""

    begin: datetime
    end: datetime
    sent: bool = False


Trouble = Callable[[Town, timedelta], None]


def sleeps(town: Town, time: timedelta) -> None:
    town.clock.sleep(time)


def sleeps_at(moment: str, town: Town, time: timedelta) -> None:
    """In the middle of the next post."""
    setattr(town.moments, moment, partial(town.clock.sleep, time))
    town.live_for(EVERY)


def set_back(town: Town, time: timedelta) -> None:
    """And forward again, a while later."""
    town.clock.set(town.clock.now() - time)
    town.live_for(min(time, timedelta(minutes=40)))
    town.clock.mend()


def reboots(town: Town, time: timedelta) -> None:
    town.clock.advance(time)
    town.boot()


def starts_wrong(year: str, town: Town, time: timedelta) -> None:
    """Until it reaches a time server."""
    town.clock.advance(timedelta(minutes=1))
    town.clock.set(utc(year))
    town.boot()
    town.live_for(min(time, timedelta(minutes=12)))
    town.clock.mend()


TROUBLES: dict[str, Trouble] = {
    "it sleeps": sleeps,
    "it sleeps before a fence": partial(sleeps_at, "before_fence"),
    "it sleeps behind a fence": partial(sleeps_at, "after_fence"),
    "it sleeps before an answer": partial(sleeps_at, "after_answer"),
    "its clock is set back": set_back,
    "it reboots": reboots,
    **{name: partial(starts_wrong, year) for name, year in YEARS.items()},
}


@dataclass
class Lived:
    """What came out. `on_time`: the posts that nothing was in the way of."""

    faults: list[str]
    posts: int
    lost: int
    on_time: Comparison


def drawn(seed: str, number: int = 3) -> list[tuple[str, timedelta, timedelta]]:
    """Troubles: what, how long, and how long after the one before."""
    names = list(TROUBLES)
    return [
        (
            names[int(len(names) * draw(f"{seed}/{nth}/what"))],
            LENGTHS[int(len(LENGTHS) * draw(f"{seed}/{nth}/long"))],
            timedelta(minutes=20 + int(220 * draw(f"{seed}/{nth}/after"))),
        )
        for nth in range(number)
    ]


def live_through(folder: Path, troubles: list[tuple[str, timedelta, timedelta]]) -> list[Lived]:
    """On three networks at once; a calm hour follows."""
    with a_town(folder) as town:
        silences = []
        for name, time, after in troubles:
            town.live_for(after)
            begin = town.clock.true
            TROUBLES[name](town, time)
            silences.append(Silence(begin, town.clock.true, sent="behind" in name))
        town.live_for(CALM + timedelta(hours=1))
        return [_judge(town, dialect, silences) for dialect in Dialect]


def targets(silences: list[Silence], end: datetime) -> tuple[list[Target], list[Target], list[Target]]:
    """What must be out at its time, what must be out soon after a silence, and what may be out at all."""
    calm, newest, may = [], [], []
    due = DAWN + timedelta(minutes=10)
    while due <= end:
        name = f"{due:%H:%M}" if due.date() == DAWN.date() else f"{due:%Y-%m-%dT%H:%M}"
        if not any(s.begin <= due + AT_ONCE and due < s.end + CALM for s in silences):
            calm.append(Target(due, due + AT_ONCE, name))
        for nth, silence in enumerate(silences):
            reach = silence.end + CATCHES_UP
            alone = nth + 1 == len(silences) or reach < silences[nth + 1].begin
            if silence.begin < due <= silence.end < due + EVERY and alone:
                newest.append(Target(due, min(due + LATE, reach), name))
        sent = max((s.end - s.begin for s in silences if s.sent), default=timedelta(0))
        may.append(Target(due, due + LATE + sent, name))
        due += EVERY
    return calm, newest, may


def _judge(town: Town, dialect: Dialect, silences: list[Silence]) -> Lived:
    taken, end = town.taken(dialect), town.clock.true
    calm, newest, may = targets(silences, end - timedelta(minutes=10))
    counts = Counter(name for name, _ in taken)
    windows = {target.name: target for target in may}
    found = [f"{name} was taken {count} times" for name, count in counts.items() if count > 1]
    found += [f"{at:%H:%M:%S} follows too soon" for at in too_close([at for _, at in taken], CLOSEST)]
    found += [f"extra: {n} at {at:%H:%M:%S}" for n, at in taken if n in windows and not _within(windows[n], at)]
    out = dict(taken)
    found += [
        f"missing: {t.name}, {out.get(t.name)}" for t in newest if t.name not in out or not _within(t, out[t.name])
    ]
    named = {target.name for target in calm}
    on_time = compare(calm, [at for name, at in taken if name in named])
    found += [f"missing or late: {target.name}, {out.get(target.name)}" for target in on_time.missing]
    found += list(_accounted(town, dialect, set(out), set(windows)))
    lost = sum(state is State.EXPIRED for name, state in town.state_of(dialect).items() if name in windows)
    return Lived([f"{NAMES[dialect]}: {fault}" for fault in found], len(taken), lost, on_time)


def _within(target: Target, at: datetime) -> bool:
    return target.begin <= at <= target.end


def _accounted(town: Town, dialect: Dialect, out: set[str], due: set[str]) -> Iterator[str]:
    alerts, why = town.alerts(), town.reasons(dialect, "delivery.expired")
    rows = {nominal(str(row.key)): row for row in town.rows(dialect)}
    yield from (f"{name} was never planned" for name in sorted(due - rows.keys()) if name in out)
    for name, row in rows.items():
        if name not in due:
            if row.due_at < town.clock.now() - timedelta(minutes=10):
                yield f"{name} is no post of these days, and is {row.state}"
        elif (row.state in OUT) != (name in out):
            yield f"{name} is {row.state}, and its network {'has' if name in out else 'lacks'} it"
        elif row.state is State.EXPIRED and not (why.get(name) and alerts["expired", row.account]):
            yield f"{name} is expired, because {why.get(name)}, and nobody was told"
        elif row.state not in OUT | {State.EXPIRED}:
            yield f"{name} is {row.state}"
