"""How late posts are while sources hang, drip, flood with 50 MB and more, answer 429, 500, nonsense, or nothing.

`python -m bench.attention.lateness [POSTS]`: a real engine and real HTTP; three sources to each of fifteen hostile
servers, all asked again every three seconds; a post a second over four accounts. First without a source, to compare."""

import logging
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.lateness import Lateness, measured

MOST = 5.0
"""Seconds: what is promised of posts anyway."""


def main(posts: int) -> int:
    logging.disable(logging.ERROR)
    for sources in (0, 3):
        with TemporaryDirectory(prefix="lateness-") as folder:
            found = measured(Path(folder), posts=posts, apart=1.0, sources=sources, deadline=10)
        print(f"{posts} posts, {found.asked} requests to hostile servers meanwhile: {words(found)}", flush=True)
    return 0 if found.p99 <= MOST and found.asked else 1


def words(found: Lateness) -> str:
    middle, worst = found.posts[len(found.posts) // 2], found.posts[-1]
    return f"late by {middle:.2f} s (median), {found.p99:.2f} s (p99), {worst:.2f} s (worst)"


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
