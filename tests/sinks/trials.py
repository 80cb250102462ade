"""Which troubles are tried on a sink, alone and one after another, and what was wrong with what came of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scheduler.channels.kit import Kit
from scheduler.model.account import Account
from scheduler.service.ports import Channel
from tests.dying import draw
from tests.faulting import CLOSELY, ROUGHLY, Case, Faulted
from tests.sinks.channel import SinkChannel, Where
from tests.sinks.dialects import Dialect
from tests.sinks.expected import CUT, Expected
from tests.sinks.running import Sink
from tests.sinks.verdicts import wrong

HANDS = 24
"""Hanging answers cost the deadline each, in real time: so many wait at once."""
AT_ONCE = 200
"""Accounts of one house."""
LONGEST = 400
"""Bytes from an answer's end in which a cut is tried; it is shorter than that."""
LOOKS = ("refuse", "drop", "reset taken", "half", "cut", "502 page", "429 seconds", "page", "401", "302", "NUL", "deep")
"""What befalls a look-up; none of it says whether the post is there."""


@dataclass
class Tried:
    posts: int = 0
    faulty: int = 0
    wrong: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()


def alone(rows: Mapping[str, Expected], *, hangs: bool) -> list[Case]:
    return [Case((name,)) for name, row in rows.items() if row.hangs is hangs]


def cuts(step: int) -> tuple[dict[str, Expected], list[Case]]:
    """At every byte, counted from the answer's end, or at each `step`th."""
    found = {name: replace(CUT, trouble=name) for name in (f"cut at -{place}" for place in range(1, LONGEST, step))}
    return found, [Case((name,)) for name in found]


def in_a_row(rows: Mapping[str, Expected], dialect: Dialect, number: int, seed: str) -> Iterator[Case]:
    """Two or three troubles, drawn from the seed; on a network where a doubt is looked up, a look-up or two meet some
    as well."""
    short = [name for name, row in rows.items() if not row.hangs and name not in HEAVY]
    for count in range(number):
        one = f"{seed}/{count}"
        creates = tuple(_drawn(short, f"{one}/{place}") for place in range(2 + (draw(one) < 0.5)))
        looks = tuple(_drawn(LOOKS, f"{one}/look {place}") for place in range(int(3 * draw(f"{one}/looks"))))
        # Only a first trouble leaves time for three looks before the post can no longer appear.
        looked_up = dialect is Dialect.NONE and rows[creates[0]].after == "in doubt"
        yield Case(creates, looks if looked_up else ())


HEAVY = {"50 MB", "gzip bomb", "header of 1 MB", "429 after 86400", "429 after 3600"}
"""Too dear, or too long, to be met again and again: after an hour a key is kept no more, and after two nothing is in
time, so that what comes before or after it has another end."""


def _drawn(some: Sequence[str], seed: str) -> str:
    return some[int(len(some) * draw(seed))]


def tried(
    folder: Path,
    sink: Sink,
    rows: Mapping[str, Expected],
    cases: Sequence[Case],
    *,
    made: Callable[[Account, Kit, Where], Channel] = SinkChannel,
) -> Tried:
    """Hanging ones are kept apart, with a deadline that is as short as can be."""
    found = Tried()
    for hangs in (False, True):
        group = [case for case in cases if any(rows[name].hangs for name in case.creates) is hangs]
        group.sort(key=lambda case: len(case.creates) > 1)
        for start in range(0, len(group), AT_ONCE):
            name = f"{'h' if hangs else 'a'}{start}-"
            some = group[start : start + AT_ONCE]
            house = Faulted(
                folder / name,
                sink,
                some,
                name=name,
                deadline=1 if hangs else 30,
                hands=HANDS if hangs else 1,
                beats=ROUGHLY if all(len(case.creates) > 1 for case in some) else CLOSELY,
                made=made,
            )
            house.run()
            found.posts += len(some)
            found.wrong += tuple(wrong(house, rows, sink.dialect))
            found.secrets += tuple(house.secrets_said())
    found.faulty = len(sink.met())
    return found
