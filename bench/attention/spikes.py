"""Spikes put into real series: how many the meter finds, and how long after they begin.

`python -m bench.attention.spikes [EACH]`. Each spike is eight times the series' mean in its first hour and fades by a
power of time; where it begins is drawn by hash."""

import hashlib
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

from bench.attention.nab import DATA, HOUR, read
from scheduler.attention.bins import binned
from scheduler.attention.meter import Meter
from scheduler.model.count import Bin

TIMES = 8.0
POWER = 0.9
LEARNT = 14 * 24
WITHIN = 24


def with_spike(bins: Sequence[Bin], at: int) -> list[Bin]:
    known = [found.count for found in bins if found.count is not None]
    size = TIMES * sum(known) / len(known)
    after = ((place - at + 1, found) for place, found in enumerate(bins))
    return [
        replace(found, count=int(found.count + size * hours**-POWER))
        if hours > 0 and found.count is not None
        else found
        for hours, found in after
    ]


def delay(bins: Sequence[Bin], at: int) -> int | None:
    """Hours after the first that stood out until it was told; None: not within a day."""
    meter = Meter(HOUR)
    told = (place for place, found in enumerate(with_spike(bins, at)) if meter.feed(found).alarm)
    return next((place - at for place in told if at <= place < at + WITHIN), None)


def drawn(seed: str, below: int) -> int:
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8]) % below


def delays(file: Path, each: int) -> list[int | None]:
    bins = list(binned(read(file), HOUR))
    room = len(bins) - LEARNT - 2 * WITHIN
    return [delay(bins, LEARNT + drawn(f"{file.name}/{number}", room)) for number in range(each)]


def main(each: int) -> int:
    found = [one for file in sorted(DATA.glob("*.csv")) for one in delays(file, each)]
    told = [one for one in found if one is not None]
    print(f"{len(told)} of {len(found)} spikes found ({len(told) / len(found):.0%}), median delay {median(told):g} h")
    return 0 if len(told) >= 0.9 * len(found) and median(told) <= 1 else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
