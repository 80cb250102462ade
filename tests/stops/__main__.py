"""Stops a service at full speed again and again, and prints what came of it as JSON:
`python -m tests.stops FOLDER TRIALS SEED DIALECT PUBLISHER`. It is a process of its own because it copies itself, which
only one with a single thread may."""

import json
import shutil
import sys
import threading
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scheduler.model.delivery import UNFINISHED, State
from tests.sinks.channel import Where
from tests.sinks.dialects import Dialect, Taken
from tests.sinks.running import Sink, running_sink
from tests.stops.ground import CLOCK, DOUBTING, SPEAKING, Ground
from tests.stops.trials import Trial, a_trial
from tests.stops.wire import requests_of
from tests.stops.worker import at_work

TRIALS = 25
"""On one store: the longer its record of what was said, the longer each claim."""
POSTS = 30
LONGEST_END = 60.0
"""Seconds until a house that nobody stops any more must have said what it can."""


@dataclass(frozen=True)
class House:
    """What came of the trials on one store. `wrong`: what was lost or said twice."""

    trials: list[Trial]
    leaks: list[str]
    wrong: list[str]
    on_the_wire: list[str]


def a_house(folder: Path, trials: int, seed: str, sink: Sink, publisher: str) -> House:
    ground = Ground(folder)
    ground.put(SPEAKING if sink.dialect is not Dialect.NONE else (*SPEAKING, *DOUBTING), POSTS, State.QUEUED)
    with at_work(ground, Where(sink.address, sink.dialect), publisher):
        found = [a_trial(ground, sink, f"{seed}/{n}") for n in range(trials)]
        sink.mend()
        end = CLOCK.monotonic() + LONGEST_END
        while ground.waiting() and CLOCK.monotonic() < end:
            CLOCK.wait(threading.Event(), 0.05)
    taken = [post for post in sink.taken() if post.key in ground.rows]
    requests = requests_of(folder)
    return House(
        trials=found,
        leaks=[leak for trial in found for leak in trial.leaks(taken)],
        wrong=_wrong(ground, taken),
        on_the_wire=[trial.scope for trial in found if trial.was_on_the_wire(requests)],
    )


def _wrong(ground: Ground, taken: list[Taken]) -> list[str]:
    said = Counter(post.key for post in taken)
    states = ground.states()
    return [
        *(f"{key} was said {times} times" for key, times in said.items() if times > 1),
        *(f"{key} is {states[key]}, and was not said" for key in states if _lost(states[key], said[key])),
        *(f"{key} did not go on after the last stop was lifted" for key in ground.waiting()),
    ]


def _lost(state: State, said: int) -> bool:
    return not said and state not in UNFINISHED


def stop_until(folder: Path, trials: int, seed: str, dialect: Dialect, publisher: str) -> dict[str, Any]:
    houses: list[House] = []
    done = 0
    with running_sink(dialect) as sink:
        while done < trials and not any(house.leaks or house.wrong for house in houses):
            sink.lose_share(["slow"], seed=seed, share=1.0)
            place = folder / str(done)
            houses.append(a_house(place, min(TRIALS, trials - done), f"{seed}/{done}", sink, publisher))
            done += len(houses[-1].trials)
            shutil.rmtree(place)
    found = [trial for house in houses for trial in house.trials]
    return {
        "trials": len(found),
        "scopes": Counter(trial.scope for trial in found),
        "on_the_wire": Counter(scope for house in houses for scope in house.on_the_wire),
        "unanswered": sum(bool(trial.named) and trial.waited for trial in found),
        "returns": sorted(trial.returned - trial.called for trial in found if trial.scope != "file" and trial.waited),
        "hung": sorted(trial.returned - trial.called for trial in found if trial.hung),
        "leaks": [leak for house in houses for leak in house.leaks],
        "wrong": [wrong for house in houses for wrong in house.wrong],
    }


if __name__ == "__main__":
    place, number, seed, dialect, publisher = sys.argv[1:]
    print(json.dumps(stop_until(Path(place), int(number), seed, Dialect(dialect), publisher)))  # noqa: T201 - its answer
