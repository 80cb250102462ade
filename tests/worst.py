"""How each of four bad publishers is tried: on which network, with which troubles, and whether somebody says stop."""

from dataclasses import dataclass
from pathlib import Path

from tests.crash import crashed
from tests.sinks.dialects import Dialect
from tests.toll import Toll


@dataclass(frozen=True)
class Worst:
    bad: str
    dialect: Dialect
    stops: float = 0.0
    troubles: tuple[str, ...] = ()

    def tried(self, folder: Path, kills: int, seed: str) -> Toll:
        return crashed(folder, kills, seed, self.dialect, bad=self.bad, stops=self.stops, troubles=self.troubles)

    def with_a_good_one(self, folder: Path, kills: int, seed: str) -> Toll:
        """The same, so that it is the defect that is caught."""
        return crashed(folder, kills, seed, self.dialect, stops=self.stops, troubles=self.troubles)


OVERTAKEN = ("late by 1.5",)
"""Longer than the deadline: when it is taken, the service has long looked for it in vain."""

WORST = {
    "sends, then marks": Worst("sends, then marks", Dialect.NONE),
    "marks, then sends": Worst("marks, then sends", Dialect.NONE),
    "checks the stop, then sends": Worst("checks the stop, then sends", Dialect.FOREVER, stops=0.3),
    "looks it up and sends it again at once": Worst(
        "looks up, and sends again at once", Dialect.NONE, troubles=OVERTAKEN
    ),
}
