"""A whole year of the service, from due to due on simulated time, held against an oracle: `python -m bench.year`.

A number of days may follow. The files are those of tests/data/2019: three accounts in three zones, five posts a day
each, four changes of the clocks. A store in memory (TMPDIR=/dev/shm) spares the disk some 30,000 commits."""

import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

from tests.year import Service, audit

START = datetime(2019, 1, 1, 4, tzinfo=UTC)


def main(days: int) -> int:
    end = START + timedelta(days=days)
    with tempfile.TemporaryDirectory() as folder:
        service = Service(Path(folder), START)
        began = process_time()
        service.run_until(end)
        took = process_time() - began
        found = audit(service, START, end)
        said = len(service.feed())
    print(f"{days} days from {START:%d %B %Y}: {found.expected:,} posts expected, {said:,} said")
    print(f"  missing {len(found.missing)}, extra {len(found.extra)}, twice {len(found.twice)}")
    print(f"  said again too soon {len(found.too_soon)}, after the end of an ask {len(found.out_of_time)}")
    print("  asks with an end: " + ", ".join(f"{ask} said {times} times" for ask, times in found.asks.items()))
    print(f"  {took:.0f} s of processor time, {1000 * took / said:.0f} ms a post with its share of planning")
    faults = (found.missing, found.extra, found.twice, found.too_soon, found.out_of_time)
    for fault in [str(fault) for group in faults for fault in group][:20]:
        print(f"  {fault}")
    return 1 if any(faults) else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 365))
