"""Kills a service on one network, house after house, and judges what came of it.

Run as a program it prints its toll as JSON: `python -m tests.crash FOLDER KILLS SEED NETWORK`, where the network is a
dialect of the sink, paper, or JSON that says where a real one is. It is a process of its own because it copies itself,
which only one with a single thread may do."""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.doomed import Doomed
from tests.sinks.bad import BAD
from tests.sinks.dialects import Dialect
from tests.sinks.running import running_sink
from tests.sinks.troubles import HANGING, TROUBLES
from tests.toll import Toll
from tests.worlds import Counted, Paper, World

ROOT = Path(__file__).parent.parent
SHM = Path("/dev/shm")  # noqa: S108
MEMORY = SHM if SHM.is_dir() else None
"""Where houses are best killed (None: where temporary files lie): what a process wrote outlives it without a disk."""
FAULTY = 0.2
"""The share of the create calls that meet a trouble."""
LONG = 100
"""Kills from which on a first house lives, in which this process learns all that its copies will do."""
SELDOM = {"429 date", *HANGING}
MET = [name for name in TROUBLES if name not in SELDOM] * 4 + sorted(HANGING)
"""What hangs costs the whole deadline, so it has a small share. A pause until a date has none: it is a date of the
machine's own calendar, and these houses live on a day of theirs."""


@contextmanager
def worlds(network: str, folder: Path, seed: str, bad: str, troubles: list[str]) -> Iterator[Callable[[int], World]]:
    """One for each house by its number; a real network serves for one, the next needs accounts of its own."""
    if network.startswith("{"):
        from tests.readable import Readable  # noqa: PLC0415 - what copies itself loads no more than it needs

        yield lambda _: Readable(network)
    elif network == "paper":
        yield lambda _: Paper(folder)
    else:
        with running_sink(Dialect(network)) as sink:
            sink.lose_share(troubles or MET, seed=seed, share=FAULTY)
            yield lambda house: Counted(sink, house, BAD[bad] if bad else None)


def die(
    folder: Path, kills: int, seed: str, network: str, *, bad: str = "", stops: float = 0.0, troubles: list[str]
) -> Toll:
    """Until there were so many kills or one house was found wrong, whose folder stays."""
    toll = Toll()
    real = network.startswith("{")
    lives = kills >= LONG and not real and not bad
    with worlds(network, folder, seed, bad, troubles) as world:
        while toll.kills < kills and not toll.faults and not (toll.houses and real):
            shutil.rmtree(folder, ignore_errors=True)
            house = Doomed(folder, f"{seed}/{toll.houses}", world(toll.houses), stops=stops)
            toll += house.live() if lives else house.die_until_done(kills - toll.kills)
            lives = False
    return toll


def crashed(
    folder: Path,
    kills: int,
    seed: str,
    network: str,
    *,
    bad: str = "",
    stops: float = 0.0,
    troubles: tuple[str, ...] = (),
) -> Toll:
    """What the program below found, in a process of its own. Raises RuntimeError where it failed."""
    command = [sys.executable, "-m", "tests.crash", str(folder), str(kills), seed, network]
    command += ["--bad", bad, "--stops", str(stops), "--troubles", *troubles]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise RuntimeError(ran.stderr)
    return Toll.read(ran.stdout)


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tests.crash")
    asked.add_argument("folder", type=Path)
    asked.add_argument("kills", type=int)
    asked.add_argument("seed")
    asked.add_argument("network")
    asked.add_argument("--bad", default="", choices=["", *BAD])
    asked.add_argument("--stops", type=float, default=0.0)
    asked.add_argument("--troubles", nargs="*", default=[])
    given = asked.parse_args()
    toll = die(
        given.folder,
        given.kills,
        given.seed,
        given.network,
        bad=given.bad,
        stops=given.stops,
        troubles=given.troubles,
    )
    print(toll.write())  # noqa: T201 - a program's answer


if __name__ == "__main__":
    main()
