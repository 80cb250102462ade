"""What meter and rule of surges make of all counts of one source, from the first to the last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from scheduler.attention.bins import binned
from scheduler.attention.meter import Measure, Meter
from scheduler.attention.surges import Standing, Surges
from scheduler.model.count import Bin


@dataclass(frozen=True, slots=True)
class Judged:
    """One bin."""

    measure: Measure
    standing: Standing


def judge(counts: Sequence[Bin], width: timedelta) -> list[Judged]:
    """In order; bins that are left out are gaps. What was seen is judged again each time, so nothing need be remembered
    but the counts."""
    meter, surges = Meter(width), Surges(width)
    known = [(found.at, found.count) for found in counts if found.count is not None]
    return [Judged(meter.feed(found), surges.feed(found)) for found in binned(known, width)]
