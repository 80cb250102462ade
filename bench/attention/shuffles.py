"""How often the card of evidence says "because" where there is nothing: `python -m bench.attention.shuffles [RUNS]`.

Real volumes of four hours, twice a day, against the usual of their hours, from the five series, each run with its coins
tossed anew."""

import sys
from collections.abc import Iterator
from statistics import median

from bench.attention.nab import DATA, HOUR, read
from scheduler.attention.bins import binned
from scheduler.attention.evidence import Toss, Verdict, card, shuffled

SLOTS = (9, 18)
WINDOW = 4


def volumes() -> Iterator[list[float]]:
    """Of each series, times the median of the same hours."""
    for file in sorted(DATA.glob("*.csv")):
        counts = [found.count or 0 for found in binned(read(file), HOUR)]
        first = next(found.at.hour for found in binned(read(file), HOUR))
        found: list[float] = []
        for slot in SLOTS:
            places = range((slot - first) % 24, len(counts) - WINDOW, 24)
            sums = [sum(counts[place : place + WINDOW]) for place in places]
            usual = median(sums)
            found += [one / max(usual, 1) for one in sums]
        yield found


def share(runs: int) -> float:
    series = list(volumes())
    because = 0
    for run in range(runs):
        own = series[run % len(series)]
        heads = set(shuffled(len(own), f"coins/{run}")[: len(own) // 2])
        tosses = [Toss(on_time=place in heads, volume=volume) for place, volume in enumerate(own)]
        because += card(tosses, f"card/{run}").verdict is Verdict.BECAUSE
    return because / runs


def main(runs: int) -> int:
    found = share(runs)
    print(f'"because" in {found:.1%} of {runs:,} runs without any effect, at the 5% level')
    return 0 if 0.03 <= found <= 0.07 else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000))
