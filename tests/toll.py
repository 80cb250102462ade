"""What the killing of a service came to, house by house, and the judge of what the world can read."""

import json
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Toll:
    """`deaths` counts kills by what the dead was doing. `between`: kills that fell between a fence and its outcome,
    `on_the_wire` the posts that were there. `silent`: faults by which nothing was taken, and of which nobody can know.
    `stops`: stops of everything that came while a request was about to begin. Of the posts, `held`, `expired` and
    `ended otherwise` (refused …) are counted; all the rest were posted."""

    houses: int = 0
    kills: int = 0
    between: int = 0
    on_the_wire: int = 0
    calls: int = 0
    faulty: int = 0
    silent: int = 0
    stops: int = 0
    posts: int = 0
    held: int = 0
    expired: int = 0
    otherwise: int = 0
    deaths: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __add__(self, other: "Toll") -> "Toll":
        mine, theirs = vars(self), vars(other)
        return Toll(**{name: mine[name] + theirs[name] for name in mine})

    def write(self) -> str:
        return json.dumps(vars(self))

    @classmethod
    def read(cls, text: str) -> "Toll":
        found = json.loads(text)
        return cls(**found | {"deaths": Counter(found["deaths"])})

    def death(self, doing: str, on_the_wire: int) -> None:
        self.kills += 1
        self.deaths[doing] += 1
        self.between += on_the_wire > 0
        self.on_the_wire += on_the_wire

    @property
    def twice(self) -> int:
        return sum(fault.endswith(" times") for fault in self.faults)

    @property
    def figure(self) -> str:
        """In words, for a table."""
        said = [
            f"{self.kills} kills, {self.between} between fence and outcome",
            f"{self.posts} posts in {self.houses} houses: {self.twice} twice",
            f"{len(self.faults) - self.twice} otherwise wrong",
            f"{self.held} held, {self.expired} expired, {self.otherwise} ended otherwise",
        ]
        if self.calls:
            said.append(f"{self.faulty} of {self.calls} create calls faulty, {self.silent} silent")
        if self.stops:
            said.append(f"{self.stops} stops")
        states = ", ".join(f"{doing} {times}" for doing, times in self.deaths.most_common())
        return "; ".join([*said, states, *self.faults[:5]])


def said_twice(keys: list[str]) -> list[str]:
    said = Counter(keys)
    return [f"{key} was said {times} times" for key, times in sorted(said.items()) if times > 1]


def judge(keys: list[str], held: set[str], due: set[str]) -> list[str]:
    """What is wrong with what the world can read; the service is not asked, but for what it wants a person to look
    at."""
    said = set(keys)
    return [
        *said_twice(keys),
        *(f"{key} was said and not wanted" for key in sorted(said - due)),
        *(f"{key} was not said, and nobody is told" for key in sorted(due - said - held)),
    ]
