"""What the readings of an account's posts say of its templates, of repetition and of the topic's level, with how unsure
that is."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, log, log2, sqrt
from statistics import fmean, median

NEAR = 3
"""Hours of the day on either side whose posts say what is usual at an hour."""
ENOUGH = 5
"""Uses below which a template is not judged, and posts below which the account's own median is no usual."""
ENOUGH_FOR_SLOPES = 20
SMALLEST, LARGEST = 0.5, 2.0
"""No template is drawn less than half as often, or more than twice as often, as its lot alone would have it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One post that was read a day after it went out. `hour` of its schedule's clock; `engagement`: likes, boosts,
    answers and quotes; `recent`: the account's posts before it, each half forgotten after a day; `level`: the topic's
    times usual then (None: not watched)."""

    template: str
    hour: int
    engagement: int
    recent: float = 0.0
    level: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """`ratio` is the engagement against the usual for the hour (1: as usual), from `low` to `high` with 95%
    confidence; `weight` is what the planner is given: 1 where there were too few uses."""

    template: str
    uses: int
    ratio: float
    low: float
    high: float
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Slope:
    """By how much the logarithm of the engagement changes with one more of something, from `low` to `high` with 95%
    confidence."""

    uses: int
    slope: float
    low: float
    high: float


def judged(uses: Sequence[Use]) -> list[Judged]:
    """Each template by its name."""
    logs = _logs(uses)
    if not logs:
        return []
    by_template: dict[str, list[float]] = defaultdict(list)
    for use, value in zip(uses, logs, strict=True):
        by_template[use.template].append(value)
    spread = _pooled(by_template)
    return [_judge(template, values, spread) for template, values in sorted(by_template.items())]


def against_usual(uses: Sequence[Use]) -> list[float]:
    """The engagement of each against the usual for its hour among all of them; 1: as usual."""
    return [exp(value) for value in _logs(uses)]


def fatigue(uses: Sequence[Use]) -> Slope | None:
    """Per recent post; below 0: repetition tires. None: too few posts, or none that differ."""
    return _slope([use.recent for use in uses], _logs(uses))


def amplification(uses: Sequence[Use]) -> Slope | None:
    """Per doubling of the topic's level; above 0: the more is said, the more a post brings."""
    known = [use for use in uses if use.level is not None and use.level > 0]
    return _slope([log2(use.level) for use in known if use.level], _logs(known))


def _logs(uses: Sequence[Use]) -> list[float]:
    usual = {hour: _usual(hour, uses) for hour in {use.hour for use in uses}}
    return [log((use.engagement + 1) / (usual[use.hour] + 1)) for use in uses]


def _usual(hour: int, uses: Sequence[Use]) -> float:
    near = [other.engagement for other in uses if _apart(other.hour, hour) <= NEAR]
    return median(near if len(near) >= ENOUGH else [other.engagement for other in uses])


def _apart(one: int, other: int) -> int:
    return min((one - other) % 24, (other - one) % 24)


def _pooled(by_template: dict[str, list[float]]) -> float:
    """The standard deviation within templates, of all together: few uses say little of their own."""
    free = sum(len(values) - 1 for values in by_template.values())
    squares = sum((value - fmean(values)) ** 2 for values in by_template.values() for value in values)
    return sqrt(squares / free) if free else inf


def _judge(template: str, values: list[float], spread: float) -> Judged:
    number, middle = len(values), fmean(values)
    half = 1.96 * spread / sqrt(number)
    trusted = middle * number / (number + ENOUGH) if number >= ENOUGH else 0.0
    return Judged(
        template=template,
        uses=number,
        ratio=exp(middle),
        low=exp(middle - half) if half < inf else 0.0,
        high=exp(middle + half) if half < inf else inf,
        weight=max(SMALLEST, min(LARGEST, exp(trusted))),
    )


def _slope(xs: Sequence[float], ys: Sequence[float]) -> Slope | None:
    """By least squares."""
    number = len(xs)
    if number < ENOUGH_FOR_SLOPES:
        return None
    x, y = fmean(xs), fmean(ys)
    width = sum((value - x) ** 2 for value in xs)
    if width < 1e-9:
        return None
    slope = sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / width
    rest = sum((b - y - slope * (a - x)) ** 2 for a, b in zip(xs, ys, strict=True))
    half = 1.96 * sqrt(rest / (number - 2) / width)
    return Slope(uses=number, slope=slope, low=slope - half, high=slope + half)
