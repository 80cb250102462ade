"""Whether repetition tires an account's readers, and whether a loud topic carries its posts, in words."""

from collections.abc import Iterator
from math import exp

from scheduler.attention.weighing import ENOUGH_FOR_SLOPES, Slope
from scheduler.service.report import Report


def slopes(report: Report) -> Iterator[tuple[str, str, str]]:
    """Of each account whose posts were read: whether repetition tires, and whether a loud topic carries them."""
    for account, found in report.learnt:
        if found.templates:
            yield account, "repetition", _slope(found.fatigue, "with each post more in the day before")
            yield account, "a loud topic", _slope(found.amplification, "with twice as much said of the topic")


def _slope(found: Slope | None, when: str) -> str:
    if found is None:
        return f"too early to say: it takes {ENOUGH_FOR_SLOPES} posts that were read, and that differ in it"
    low, middle, high = (f"{100 * (exp(one) - 1):+.0f}%" for one in (found.low, found.slope, found.high))
    sure = "" if found.low > 0 or found.high < 0 else ", which may be chance"
    return f"{when} a post draws {middle} ({low} to {high}, n = {found.uses}){sure}"
