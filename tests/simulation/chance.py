"""All that a simulation leaves to chance, drawn from its seed alone."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from math import log
from typing import TypeVar

from tests.dying import draw

Thing = TypeVar("Thing")


class Dice:
    """The same throws in the same order for the same seed."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._thrown = 0

    def one(self) -> float:
        """From 0 (included) to 1 (excluded)."""
        self._thrown += 1
        return draw(f"{self._seed}/{self._thrown}")

    def happens(self, share: float) -> bool:
        return self.one() < share

    def number(self, least: int, most: int) -> int:
        """Both included."""
        return least + int(self.one() * (most - least + 1))

    def among(self, things: Sequence[Thing]) -> Thing:
        return things[int(self.one() * len(things))]

    def weighed(self, shares: Mapping[Thing, float]) -> Thing:
        """One of these, each as often as its share of the sum says."""
        at = self.one() * sum(shares.values())
        for thing, share in shares.items():
            at -= share
            if at < 0:
                return thing
        return list(shares)[-1]

    def about(self, mean: timedelta) -> timedelta:
        """As long as it takes until something happens that happens at no certain time."""
        return -mean * log(1 - self.one())
