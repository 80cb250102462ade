"""Whether any limit is broken while attention is on auto: `python -m bench.attention.limits [CAMPAIGNS] [SEED]`.

Houses drawn by hash, each over some weeks with two surges, across a change of the clocks; with learning and the coin on
or off. Every plan is made twice, and once more with other counts."""

import sys
from time import perf_counter

from tests.lived import Lived, lived
from tests.sustained import a_life


def main(number: int, seed: str) -> int:
    began, posts, followed, houses, troubles = perf_counter(), 0, 0, 0, 0
    for n in range(number):
        found: Lived = lived(a_life(f"{seed}/{n}"))
        posts += len(found.life.said())
        followed += found.followed
        houses += found.followed > 0
        troubles += len(found.troubles)
        for trouble in found.troubles:
            print(trouble)
    more = f"{followed:,} of them follow a surge, in {houses:,} of the houses"
    broken = "no limit broken" if not troubles else f"{troubles:,} TROUBLES"
    print(f"{number:,} houses, {posts:,} posts, {more}: {broken}; {perf_counter() - began:,.0f} s")
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000, sys.argv[2] if len(sys.argv) > 2 else "limits"))
