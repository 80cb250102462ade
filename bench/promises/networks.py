"""A service killed while it posts to the real Bluesky server, and to one of Mastodon's kind that loses answers."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.promises.row import Row
from tests.crash import MEMORY
from tests.killing import kill
from tests.up import TO_DIE_ON

KILLS = 2_000


def measure(scale: float, seed: str) -> Iterator[Row]:
    kills = max(1, round(KILLS * scale))
    for name, start in TO_DIE_ON.items():
        with tempfile.TemporaryDirectory(dir=MEMORY) as folder, start() as network:
            toll = kill(network, Path(folder) / "house", kills, seed)
            lost = network.lost()
        kept = not toll.faults and (toll.held, toll.expired, toll.otherwise) == (0, 0, 0)
        yield Row(what=f"SIGKILL, {name}", figure=f"{toll.figure}; {lost} answers lost", kept=kept)
