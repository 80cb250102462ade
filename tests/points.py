"""One delivery that is due, met at every system call that changes anything: the command is killed there, or the call
fails as on a full disk or a broken one; then it is started again, and judged.

Run as a program it prints what it found as JSON: `python -m tests.points FOLDER NETWORK HOW SHARE SEED`, the network as
tests.elsewhere has it, `HOW` one of kill, ENOSPC, EIO, and the share of the points that are tried, drawn from the
seed."""

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import scheduler.cli.run  # noqa: F401 - compiled here, and by no command that is traced
from scheduler.errors import StoreTrouble
from scheduler.model.delivery import State
from tests.dying import draw
from tests.elsewhere import Stage, stage
from tests.overdue import Overdue, in_a_commit
from tests.tracing import Point, Traced, strike, watch

HOWS = {"kill": "signal=KILL", "ENOSPC": "error=ENOSPC", "EIO": "error=EIO"}
FIRST = "the first start, "
"""Stands before how a command is met that finds no store yet, and nothing that is due."""

NOT_YET_TAKEN = "sending, not yet taken"
MINUTE = 30
TAIL = 2000
UNPLANNED = {1, 70}
"""Exit codes of Python itself, and of a defect."""

SAYS_WHY = ("delivery.not accepted", "delivery.in doubt", "delivery.given back")
"""Events of which one stands in the log where a pass went well and the post is not out."""


@dataclass
class Met:
    """What it came to. `states`: where the store had the delivery at each death or failure, `ends` how the command
    ended and what it said."""

    points: int = 0
    states: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    held: int = 0
    faults: list[str] = field(default_factory=list)


class Gauntlet:
    def __init__(self, folder: Path, stage: Stage, how: str) -> None:
        self._folder = folder
        self._stage = stage
        self._first = how.startswith(FIRST)
        self._how = how.removeprefix(FIRST)
        self._houses = 0
        self.met = Met()

    def run(self, share: float, seed: str) -> Met:
        undisturbed = self._house()
        points = watch(self._once(undisturbed), undisturbed.folder).points
        self.met.faults += undisturbed.verdict()
        drawn = sorted((draw(f"{seed}/{number}"), number) for number in range(len(points)))
        for lot, number in drawn:
            if lot < share and not self._said_twice():
                self._meet(points[number])
        for point in _last_of_each(points):
            if draw(f"{seed}/{point.call}") < share and not self._said_twice():
                self._climb(point)
        return self.met

    def _said_twice(self) -> bool:
        """The first post that is out twice ends everything."""
        return any(fault.endswith("was said 2 times") for fault in self.met.faults)

    def _climb(self, last: Point) -> None:
        """On from the last point that was seen, until a run survives."""
        point = last
        while self._meet(point := Point(point.call, point.nth + 1)):
            pass

    def _meet(self, point: Point) -> bool:
        """False where the command never came there."""
        house = self._house()
        traced = strike(self._once(house), house.folder, point, HOWS[self._how])
        state = _state(house)
        if traced.hit:
            self.met.points += 1
            self.met.states[state] += 1
            self.met.ends[_end(traced)] += 1
        faults = [*self._badly_ended(traced, house)]
        house.settle()
        faults += house.verdict()
        held = house.held()
        if held and (self._stage.keyed or (self._how == "kill" and not state.startswith(NOT_YET_TAKEN))):
            faults.append(f"held, although it was {state}")
        self.met.held += held
        self.met.faults += [f"{self._how} at {point}: {fault}" for fault in faults]
        return traced.hit

    def _badly_ended(self, traced: Traced, house: Overdue) -> Iterator[str]:
        if traced.code is None:
            yield "it hung"
        elif self._how == "kill":
            if traced.hit == (traced.code == 0):
                yield f"it ended with {traced.code}: {traced.err[-TAIL:]}"
        elif "Traceback" in traced.err or traced.code in UNPLANNED or traced.code < 0:
            yield f"it ended with {traced.code}: {traced.err[-TAIL:]}"
        elif (
            traced.code == 0
            and house.wanted
            and not house.said()
            and not any(event in traced.err for event in SAYS_WHY)
        ):
            yield f"it ended well, said nothing, and does not say why: {traced.err[-TAIL:]}"

    def _house(self) -> Overdue:
        self._houses += 1
        return Overdue(
            self._folder / str(self._houses), self._stage, [f"one-{self._houses}"], [MINUTE], planned=not self._first
        )

    def _once(self, house: Overdue) -> Callable[[], int]:
        return partial(self._stage.speak, "--folder", str(house.folder), "once")


def _state(house: Overdue) -> str:
    committing = ", in a commit" if in_a_commit(house.place) else ""
    try:
        rows = {str(row.key): row for row in house.rows()}
    except StoreTrouble:
        return f"no store yet{committing}"
    row = next((rows[key] for key in (*house.wanted, *house.ahead) if key in rows), None)
    if row is None:
        return f"nothing planned yet{committing}"
    if row.state is State.SENDING:
        return f"{'sending, taken' if house.said() else NOT_YET_TAKEN}{committing}"
    return f"{row.state}{committing}"


def _end(traced: Traced) -> str:
    """The exit code, and what a person at the terminal reads of it."""
    words = [line for line in traced.err.splitlines() if not line.startswith("{")]
    return f"{traced.code}: {re.sub('/.*/data/', '', ' '.join(words))}"


def _last_of_each(points: Sequence[Point]) -> list[Point]:
    last = {point.call: point for point in points}
    return sorted(last.values(), key=str)


def meet(folder: Path, network: str, how: str, share: float, seed: str) -> dict[str, Any]:
    with stage(network) as where:
        met = Gauntlet(folder, where, how).run(share, f"{seed}/{network}/{how}")
    return {
        "points": met.points,
        "states": dict(met.states.most_common()),
        "ends": dict(met.ends.most_common()),
        "held": met.held,
        "faults": met.faults,
    }


if __name__ == "__main__":
    place, name, how, share, seed = sys.argv[1:]
    print(json.dumps(meet(Path(place), name, how, float(share), seed)))  # noqa: T201 - a program's answer
