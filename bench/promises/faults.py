"""Every trouble that a create call can meet, alone, in a row, cut at every byte: nothing is out twice."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import process_time

from bench.promises.row import Row
from tests.faulting import Case
from tests.servers.raw import Raw, closes
from tests.sinks.dialects import Dialect
from tests.sinks.expected import table
from tests.sinks.running import running_sink
from tests.sinks.trials import LOOKS, alone, cuts, in_a_row, tried

IN_A_ROW = 3600
"""Posts of each dialect that meet two or three troubles one after another."""
HANGING = 40
"""How often each trouble that costs a whole deadline is met."""


def measure(scale: float, seed: str) -> Iterator[Row]:
    faulty = 0
    for dialect in Dialect:
        with tempfile.TemporaryDirectory() as folder, running_sink(dialect) as sink, Raw([closes]) as elsewhere:
            rows = table(f"{elsewhere.address}/")
            cut, places = cuts(step=max(1, round(1 / scale)))
            hanging = alone(rows, hangs=True) * max(1, round(HANGING * scale))
            looks = [Case((name,), (look,)) for name in ("drop", "half", "502 taken") for look in LOOKS]
            drawn = in_a_row(rows, dialect, round(IN_A_ROW * scale), f"{seed}/{dialect}")
            began = process_time()
            found = tried(
                Path(folder), sink, rows | cut, [*alone(rows, hangs=False), *places, *looks, *drawn, *hanging]
            )
            took = process_time() - began
            followed = len(elsewhere.heard)
            twice = sum(count > 1 for count in Counter(post.key for post in sink.taken()).values())
        faulty += found.faulty
        for said in found.wrong[:20]:
            print("  ", said)
        yield Row(
            what=f"every trouble, keys {dialect}",
            figure=f"{found.faulty:,} faulty requests of {found.posts:,} posts, {len(rows)} kinds: {twice} twice, "
            f"{len(found.wrong)} not as the table says, {followed} redirects followed, "
            f"{len(found.secrets)} files with a token; {took:.0f} s of processor time",
            kept=not (twice or found.wrong or followed or found.secrets),
        )
    yield Row(what="faulty requests in all", figure=f"{faulty:,}", kept=faulty >= 20_000 * min(scale, 1))
