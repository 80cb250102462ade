"""Outages of every kind and length, and the table, written by hand, of what must come out of each.

A post is due every twenty minutes, one may follow another after ten, and each is good for two hours. Whatever fails
begins at 10:59:30. After the n-th failure in a row the house waits 30 s, doubled n - 1 times, at most half an hour, and
up to a quarter more; so the eleven o'clock post is tried within these minutes after 11:00: 0, 0.5-0.6, 1.5-1.9,
3.5-4.4, 7.5-9.4, 15.5-19.4, 31.5-39.4, and then at least every 37.5."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import partial
from pathlib import Path

from scheduler.model.delivery import OUT, State
from tests.chronos import Target, compare, too_close
from tests.make import utc
from tests.servers import faults
from tests.servers.faults import Call, Fault
from tests.sinks.dialects import Dialect
from tests.sinks.troubles import TROUBLES
from tests.town import NAMES, ByRoad, Publisher, Town, a_town

DAY = "2026-11-23"
GAP = timedelta(minutes=10)
BEGINS = f"{DAY} 10:59:30"
ENDS = {"1 min": "11:00:30", "30 min": "11:29:30", "6 h": "16:59:30"}
JUDGED = {"1 min": "11:50", "30 min": "13:10", "6 h": "20:10"}
WINDOWS = {
    "1 min": {"11:00": ("11:00:30", "11:05"), "11:20": ("11:20", "11:20:05"), "11:40": ("11:40", "11:40:05")},
    "30 min": {
        "11:00": ("11:29:30", "11:42"),
        "11:20": ("11:39:30", "11:53"),
        "11:40": ("11:40", "12:04"),
        "12:00": ("12:00", "12:15"),
        "12:20": ("12:20", "12:26"),
        "12:40": ("12:40", "12:40:05"),
        "13:00": ("13:00", "13:00:05"),
    },
    "6 h": {
        "16:00": ("16:59:30", "17:50"),
        "16:20": ("16:59:30", "18:00"),
        "16:40": ("16:59:30", "18:10"),
        "17:00": ("17:00", "18:20"),
        "17:20": ("17:20", "18:30"),
        "17:40": ("17:40", "18:40"),
        "18:00": ("18:00", "18:50"),
        "18:20": ("18:20", "19:00"),
        "18:40": ("18:40", "19:10"),
        "19:00": ("19:00", "19:20"),
        "19:20": ("19:20", "19:30"),
        "19:40": ("19:40", "19:40:05"),
        "20:00": ("20:00", "20:00:05"),
    },
}
"""Each of these is out, not before the first and not after the second instant."""

MAY = {"1 min": (), "30 min": (), "6 h": ("15:00", "15:20", "15:40")}
"""These are good for some minutes after the outage, and whether one gets its turn the jitter says."""

LOST = {
    "1 min": (),
    "30 min": (),
    "6 h": (
        *("11:00", "11:20", "11:40", "12:00", "12:20", "12:40"),
        *("13:00", "13:20", "13:40", "14:00", "14:20", "14:40"),
    ),
}
"""These cannot be out: they expire, or are held where one was tried in vain and nobody can tell."""

NO_LEVER = {"1 min": ("11:00",), "30 min": ("11:00", "11:20"), "6 h": ()}
"""What was tried without an answer is held, where nothing else can be done."""


@dataclass(frozen=True)
class Kind:
    """`told`: whoever asks knows that nothing was taken; `taken`: everything was, and nobody hears of it."""

    name: str
    begin: Callable[[Town], object]
    told: bool = False
    taken: bool = False
    locks: bool = False


def _meets(fault: Fault) -> Callable[[Town], None]:
    return lambda town: town.suffer(fault)


def _a_date(town: Town) -> None:
    """429 with the date in a minute, by the clock of this world."""

    def play(call: Call) -> None:
        date = format_datetime(town.clock.true + timedelta(minutes=1), usegmt=True)
        faults.too_many({"Retry-After": date}).play(call)

    town.suffer(Fault("429 date", play))


def _kinds() -> Iterator[Kind]:
    yield Kind("refused", partial(Town.cut_off, way="refused"), told=True)
    yield Kind("no name", partial(Town.cut_off, way="no name"), told=True)
    yield Kind("429 date", _a_date, told=True)
    yield Kind("401, then resumed", _meets(faults.unauthorized()), told=True, locks=True)
    for name, trouble in TROUBLES.items():
        if name not in {"429 date", "late"}:
            yield Kind(name, _meets(trouble.fault), told=trouble.told, taken=trouble.taken)


KINDS = {kind.name: kind for kind in _kinds()}


def suffered(
    folder: Path, kind: Kind, length: str, speaks: type[ByRoad] = ByRoad, publisher: Publisher | None = None
) -> list[str]:
    """What is wrong with what came out of it."""
    with a_town(folder, speaks, publisher) as town:
        town.live_until(utc(BEGINS))
        kind.begin(town)
        town.live_until(_at(ENDS[length]))
        town.mend()
        town.resume()
        town.live_until(_at(JUDGED[length]))
        return [fault for dialect in Dialect for fault in judge(town, kind, length, dialect)]


def judge(town: Town, kind: Kind, length: str, dialect: Dialect) -> list[str]:
    taken, states = town.taken(dialect), town.state_of(dialect)
    times = Counter(name for name, _ in taken)
    found = [f"{name} was taken {count} times" for name, count in times.items() if count > 1]
    found += [f"{at:%H:%M:%S} follows too soon" for at in too_close([at for _, at in taken], GAP)]
    lost, may = set(LOST[length]), set(MAY[length])
    if kind.taken:
        may |= {name for name, _ in taken if _at(name) < _at(ENDS[length])} | lost
    elif not kind.told and dialect is Dialect.NONE:
        lost |= set(NO_LEVER[length])
    found += list(_timely(taken, length, may | (lost if kind.taken else set()), lost))
    found += list(_accounted(town, dialect, states, {name for name, _ in taken}, lost | may))
    return [f"{kind.name}, {length}, {NAMES[dialect]}: {fault}" for fault in found]


def _timely(taken: list[tuple[str, datetime]], length: str, may: set[str], lost: set[str]) -> Iterator[str]:
    windows = {"10:40": ("10:40", "10:40:05"), **WINDOWS[length]}
    targets = [Target(_at(a), _at(b), name) for name, (a, b) in windows.items() if name not in may | lost]
    ran = {name: at for name, at in taken if name not in may}
    found = compare(targets, ran.values())
    yield from (f"missing: {target.name}" for target in found.missing)
    yield from (f"extra: at {at:%H:%M:%S}" for at in found.extra)
    for target in targets:
        if target.name in ran and not target.begin <= ran[target.name] <= target.end:
            yield f"{target.name} at {ran[target.name]:%H:%M:%S}"


def _accounted(
    town: Town, dialect: Dialect, states: dict[str, State], taken: set[str], excused: set[str]
) -> Iterator[str]:
    """Everything that was due is out and known to be, or visibly not, and a person was told of it."""
    alerts, why = town.alerts(), town.reasons(dialect, "delivery.expired") | town.reasons(dialect, "delivery.held")
    account = NAMES[dialect]
    for name, state in states.items():
        if _at(name) > town.clock.now():
            continue
        if state in OUT:
            if name not in taken:
                yield f"{name} is {state}, and its network does not have it"
        elif state not in {State.EXPIRED, State.HELD}:
            if name not in excused or name in taken:
                yield f"{name} is {state}"
        elif name not in excused or not why.get(name):
            yield f"{name} is {state}, because {why.get(name)}"
        elif state is State.EXPIRED and (not alerts["expired", account] or name in taken):
            yield f"{name} is expired, and nobody was told, or it is out"
        elif state is State.HELD and not any(k == "held" and f"T{name}/{account}/" in s for k, s in alerts):
            yield f"{name} is held, and nobody was told"


def _at(time: str) -> datetime:
    return utc(f"{DAY} {time}" if len(time) < 10 else time.replace("T", " "))
