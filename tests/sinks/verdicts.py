"""What is wrong with what became of a post, held against the table of troubles."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise

from tests.faulting import NOON, Case, Faulted, Seen
from tests.sinks.dialects import Dialect
from tests.sinks.expected import End, Expected, end_of
from tests.sinks.scripts import WELL

AFTER = {"posted": "posted", "in doubt": "in doubt", "queued": "queued", "refused": "refused", "stopped": "queued"}
"""The state of the delivery; a stopped account's goes back to the queue."""
ENDS = {"posted": {"posted", "verified"}}
ALERTS = {
    "posted": set(),
    "held": {"held"},
    "refused": {"refused"},
    "expired": {"expired"},
}
"""What a person is told of each end."""
ON_THE_WAY = {"trouble", "locked"}
"""What a person is told of an account meanwhile: it fails three times in a row, or is let in no more."""

CLASS = re.compile(
    r"\b[A-Z]\w*(?:Error|Exception|Header|Disconnected|Line|Read)\b|\(error\)|0x[0-9a-f]{6}|Traceback|\bNone\b|\berrno\b"
)
"""What nobody who is no programmer should have to read: names of classes, addresses in memory."""


def wrong(house: Faulted, rows: Mapping[str, Expected], dialect: Dialect) -> list[str]:
    """In words; each begins with the troubles that were met."""
    return [
        f"{dialect}: {' then '.join(seen.case.creates) or 'nothing'}"
        f"{' and looks: ' + ', '.join(seen.case.looks) if seen.case.looks else ''}: {found}"
        for seen in house.seen.values()
        for found in _wrong(seen, house.beats, [rows[name] for name in seen.case.creates if name != WELL], dialect)
    ]


def _wrong(seen: Seen, beats: Sequence[timedelta], met: list[Expected], dialect: Dialect) -> Iterator[str]:
    first = met[0]
    if seen.after != AFTER[first.after] or seen.stopped != (first.after == "stopped"):
        yield f"right after it was {seen.after}{', its account stopped' if seen.stopped else ''}"
    yield from _of_waiting(seen, beats, first)
    end = expected_end(seen.case, met, dialect)
    if str(seen.end) not in ENDS.get(end.state, {end.state}):
        yield f"in the end it was {seen.end}, and had to be {end.state}"
    if len(seen.copies) != end.copies:
        yield f"the network has {len(seen.copies)} copies, and had to have {end.copies}"
    if end.state == "posted" and seen.copies != [seen.receipt]:
        yield f"its receipt is {seen.receipt!r}, and the network has {seen.copies}"
    if set(seen.alerts) - ON_THE_WAY != ALERTS[end.state]:
        yield f"a person was told {seen.alerts}"
    if (first.after == "stopped") != ("locked" in seen.alerts) and len(met) == 1:
        yield "a person was told wrongly of an account that is let in no more"
    if first.says and not any(first.says in why for _, why in seen.said):
        yield f"the record does not say {first.says!r}, but {[why for _, why in seen.said]}"
    yield from _of_words(seen)


def expected_end(case: Case, met: list[Expected], dialect: Dialect) -> End:
    """A look-up that fails as often as the post may still appear leaves it to a person, where nothing else is asked."""
    end = end_of(met, dialect)
    if dialect is Dialect.NONE and met[0].after == "in doubt" and len(case.looks) >= LOOKS:
        return End("held", end.copies)
    return end


LOOKS = 3
"""How often a post is looked for within two minutes: after 30 s at the least, at twice that age, and at the end."""


def _of_waiting(seen: Seen, beats: Sequence[timedelta], first: Expected) -> Iterator[str]:
    """The account is silent for as long as the table says; then whatever comes next comes with the next beat."""
    if first.waits is None:
        if seen.paused is not None:
            yield f"its account waits until {seen.paused:%H:%M:%S}"
        return
    least, most = first.waits
    if seen.paused is None or not NOON + least <= seen.paused <= NOON + most:
        yield f"its account waits until {seen.paused}, and had to wait {least} to {most}"
        return
    times = sorted({*seen.sent, *seen.looked})
    beat = next((NOON + at for at in beats if NOON + at >= seen.paused), None)
    if beat is not None and times[1:2] != [beat]:
        yield f"its network was asked again at {times[1:2]}, and had to be at {beat:%H:%M:%S}"
    for one, other in pairwise(seen.sent):
        if other - one < timedelta(seconds=2):
            yield f"it was sent at {one:%H:%M:%S} and {other:%H:%M:%S}"


def _of_words(seen: Seen) -> Iterator[str]:
    for event, why in seen.said:
        if not why:
            yield f"{event} has no reason"
        if CLASS.search(why):
            yield f"{event} speaks to programmers: {why}"
