"""The command started anew again and again, as cron or an init system does it, and killed at any instant of its life,
until all that is due was said.

Run as a program it prints what it found as JSON: `python -m tests.cold FOLDER NETWORK KILLS SEED`, the network as
tests.elsewhere has it."""

import json
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scheduler.model.delivery import State
from tests.command import environment
from tests.dying import draw
from tests.elsewhere import Stage, stage
from tests.overdue import CLOCK, Overdue, in_a_commit
from tests.toll import said_twice

ACCOUNTS = ("one", "two", "three", "four")
MINUTES = range(0, 60, 6)
REACH = 1.1
"""Kills fall within so many times what a start takes, here and now, that has nothing to send: a few posts."""
RUNS = 0.25
"""The share of starts that are the service itself, which works with several hands; the others are one pass."""


OPENING = "opening, planning"


class Cold:
    """One house."""

    def __init__(self, folder: Path, where: Stage, seed: str) -> None:
        self._where = where
        self._seed = seed
        self._starts = 0
        self._accounts = [f"{name}-{folder.name}" for name in ACCOUNTS]
        self.house = Overdue(folder, where, self._accounts, MINUTES)
        self.on_the_wire = 0
        """How many posts were beyond their fence when a process died; each may have to be held."""

    def die_until_done(self, kills: int, within: float) -> Counter[str]:
        """What each had been doing. After so many deaths it is left alone; the first post that is out twice ends
        everything."""
        deaths: Counter[str] = Counter()
        unsaid = self.house.unsaid()
        while deaths.total() < kills and unsaid and not said_twice(self.house.said()):
            died = self._live(within)
            doing = "" if died is None else self._was_doing(died)
            left = self.house.unsaid()
            if doing:
                deaths["between two posts" if doing == OPENING and left < unsaid else doing] += 1
            unsaid = left
        self.house.settle()
        return deaths

    def _live(self, within: float) -> int | None:
        """The process, where it was killed; None: it had come to its end before."""
        seed = f"{self._seed}/{self._starts}"
        self._starts += 1
        verb = "run" if draw(f"{seed}/verb") < RUNS else "once"
        with started(self._where, self.house, verb) as process:
            CLOCK.wait(threading.Event(), within * draw(seed))
            process.kill()
            code = process.wait()
        return None if code == 0 else process.pid

    def _was_doing(self, process: int) -> str:
        """The farthest step to which the dead had brought any post; of a step that was not durable nothing is left."""
        committing = ", in a commit" if in_a_commit(self.house.place) else ""
        lock = self.house.place.data / "engine.lock"
        me = f"process {process}"
        began = lock.read_text().endswith(me)
        rows = self.house.rows()
        mine = [row for row in rows if row.owner and row.owner.endswith(me)]
        sending = {str(row.key) for row in mine if row.state is State.SENDING}
        self.on_the_wire += len(sending)
        if sending:
            taken = sending & set(self.house.said())
            return f"sending, {'taken' if taken else 'not yet taken'}{committing}"
        if mine:
            return f"claimed{committing}"
        if not began:
            return "loading"
        return f"{OPENING}{committing}"


def started(where: Stage, house: Overdue, verb: str) -> "subprocess.Popen[bytes]":
    command: Sequence[str | Path] = [*where.command, "--folder", house.folder, verb]
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(command, env=environment(), stdin=nowhere, stdout=nowhere, stderr=nowhere)


def a_start(where: Stage, folder: Path) -> float:
    """Seconds that a pass with nothing to do takes here and now, the shorter of two."""
    house = Overdue(folder, where, [f"one-{folder.name}"], [0])
    house.settle()
    lasted = []
    for _ in range(2):
        began = CLOCK.monotonic()
        with started(where, house, "once") as process:
            process.wait()
        lasted.append(CLOCK.monotonic() - began)
    return min(lasted)


def die(folder: Path, network: str, kills: int, seed: str) -> dict[str, Any]:
    """House after house, until there were so many kills or one house was found wrong."""
    deaths: Counter[str] = Counter()
    faults: list[str] = []
    houses = held = on_the_wire = 0
    with stage(network) as where:
        within = REACH * a_start(where, folder / "start")
        while deaths.total() < kills and not faults:
            cold = Cold(folder / str(houses), where, f"{seed}/{houses}")
            deaths += cold.die_until_done(kills - deaths.total(), within)
            faults = cold.house.verdict()
            houses += 1
            held += cold.house.held()
            on_the_wire += cold.on_the_wire
            if cold.house.held() and where.keyed:
                faults.append("held, although its network refuses a second copy")
    return {
        "houses": houses,
        "kills": deaths.total(),
        "deaths": dict(deaths.most_common()),
        "on the wire": on_the_wire,
        "held": held,
        "faults": faults,
    }


if __name__ == "__main__":
    place, name, number, drawn_from = sys.argv[1:]
    print(json.dumps(die(Path(place), name, int(number), drawn_from)))  # noqa: T201 - a program's answer
