"""Lives through so many days that one seed draws: `python -m tests.simulation SEED [DAYS]`. Exits with 1 where a promise
was broken, and names what was."""

import sys
from time import perf_counter

from tests.simulation.running import simulate, to_repeat


def main() -> int:
    seed = sys.argv[1]
    days = int(sys.argv[2]) if len(sys.argv) > 2 else 365
    began = perf_counter()
    found = simulate(seed, days)
    seconds = perf_counter() - began
    print(f"seed {seed}: {found.posts} posts in {days} days, {found.crashes} crashes, trace {found.trace[:16]}")
    print(f"{days / seconds:.1f} days a second")
    for name, times in sorted(found.happened.items()):
        print(f"  {times:6} {name}")
    for problem in found.problems:
        print(f"BROKEN: {problem}")
    if found.problems:
        print(f"again: {to_repeat(seed, days)}")
    return 1 if found.problems else 0


if __name__ == "__main__":
    sys.exit(main())
