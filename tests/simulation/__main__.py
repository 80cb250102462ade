"""Lives through so many days that one seed draws: `python -m tests.simulation SEED [DAYS]`.

Exits with 1 where a promise was broken, and names it."""

import sys
from time import perf_counter

from tests.simulation.running import simulate, to_repeat


def main() -> int:
    seed = sys.argv[1]
    days = int(sys.argv[2]) if len(sys.argv) > 2 else 365
    began = perf_counter()
    found = simulate(seed, days)
    lines = [
        f"seed {seed}: {found.posts} posts in {days} days, {found.crashes} starts after a death, trace {found.trace}",
        f"{days / (perf_counter() - began):.1f} days a second",
        *(f"{times:7} {name}" for name, times in sorted(found.happened.items())),
        *(f"BROKEN: {problem}" for problem in found.problems),
    ]
    if found.problems:
        lines.append(f"again: {to_repeat(seed, days)}")
    sys.stdout.write("\n".join([*lines, ""]))
    return 1 if found.problems else 0


if __name__ == "__main__":
    sys.exit(main())
