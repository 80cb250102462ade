"""What an observation costs, over a year of hours of a hundred hashtags, and whether memory stays flat.

`python -m bench.attention.cost [HASHTAGS]`"""

import sys
import tracemalloc
from datetime import timedelta
from time import process_time

from bench.attention.worlds import HOURS, Topic
from scheduler.attention.bins import EPOCH
from scheduler.attention.meter import Meter
from scheduler.attention.surges import Surges
from scheduler.model.count import Bin

HOUR = timedelta(hours=1)
YEAR = 365 * 24


def main(hashtags: int) -> int:
    counts = Topic("cost").mentions
    bins = [Bin(EPOCH + hour * HOUR, counts[hour % HOURS]) for hour in range(YEAR)]
    began = process_time()
    for _ in range(hashtags):
        meter = Meter(HOUR)
        for found in bins:
            meter.feed(found)
    took = process_time() - began
    print(
        f"{hashtags} hashtags, a year of hours each: {took:.1f} s, {1e6 * took / hashtags / YEAR:.1f} µs an observation"
    )
    tracemalloc.start()
    meter, surges = Meter(HOUR), Surges(HOUR)
    sizes = []
    for year in range(4):
        for found in bins:
            shifted = Bin(found.at + year * YEAR * HOUR, found.count)
            meter.feed(shifted)
            surges.feed(shifted)
        sizes.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    print("held after each of four years: " + ", ".join(f"{size / 1024:.0f} KiB" for size in sizes))
    return 0 if took < 10 and sizes[-1] < 2 * sizes[0] else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
