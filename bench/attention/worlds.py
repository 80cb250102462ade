"""Eight invented worlds in which attention comes, fades and answers posts: hourly mentions of one topic, from a seed.

Their laws are assumptions (docs/attention.md); what holds in all of them is no evidence about any real audience."""

import hashlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, log, sqrt
from statistics import NormalDist

WARM_UP, WEEKS = 3, 8
HOURS = (WARM_UP + WEEKS) * 7 * 24
USUAL = 30.0
NORMAL = NormalDist()
DAY_CURVE = [
    0.45, 0.35, 0.3, 0.3, 0.35, 0.45, 0.6, 0.8, 1.0, 1.15, 1.25, 1.3,
    1.35, 1.35, 1.3, 1.3, 1.3, 1.35, 1.4, 1.5, 1.5, 1.35, 1.0, 0.7,
]  # fmt: skip
"""Of an hour in terms of the mean hour."""
BRANCHING = 0.3
SOON, SLOWLY = 0.5 ** (1 / 2), 0.5 ** (1 / 24)
"""What is left an hour later of the answers that come within hours (70%) and of those that come within days (30%)."""
SHOCK_EVERY = 18 * 24
SHOCK = 12.0
SHOCK_SCALE, SHOCK_POWER = 29.3, 1.677
"""Half is left after 15 hours and a tenth after 3.6 days: (1 + t/29.3 h) to the power of -1.677."""
BUMP_EVERY, BUMP_LEFT = 7 * 24, 0.45
NOISE, NOISE_KEPT = 0.35, 0.85
DISPERSION = 12.0
POST_LEFT = 0.5 ** (1 / 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A post brings `effect` usual hours of mentions, fewer by exp(-`fatigue` x recent posts), of which half are
    forgotten after `memory` hours, and times (topic level / usual) to the power of `amplification`."""

    name: str
    effect: float = 5.0
    fatigue: float = 0.2
    memory: float = 24.0
    amplification: float = 0.0


WORLDS = (
    World(name="no fatigue", fatigue=0.0),
    World(name="fatigue"),
    World(name="slow fatigue", fatigue=0.05, memory=168.0),
    World(name="strong fatigue", fatigue=0.6),
    World(name="amplified", amplification=0.5),
    World(name="small voice", effect=1.0),
    World(name="joint action", effect=15.0),
    World(name="crowded out", amplification=-0.5),
)


def uniform(seed: str, number: int) -> list[float]:
    """Strictly between 0 and 1, drawn by the seed."""
    drawn = array("Q", hashlib.shake_128(seed.encode()).digest(8 * number))
    return [(value + 0.5) / 2**64 for value in drawn]


@dataclass(frozen=True)
class Topic:
    """What is said of the topic without us; the same whatever we post."""

    seed: str

    @cached_property
    def mentions(self) -> list[int]:
        noise, counts = self._noise(), [NORMAL.inv_cdf(u) for u in uniform(f"{self.seed}/count", HOURS)]
        shocks, found = self._shocks(), []
        soon = slowly = 0.0
        for hour in range(HOURS):
            own = USUAL * (1 - BRANCHING) * DAY_CURVE[hour % 24] * exp(noise[hour] - NOISE**2 / 2) + shocks[hour]
            mean = own + soon + slowly
            count = max(0, round(mean + sqrt(mean + mean**2 / DISPERSION) * counts[hour]))
            soon = SOON * soon + 0.7 * BRANCHING * count * (1 - SOON)
            slowly = SLOWLY * slowly + 0.3 * BRANCHING * count * (1 - SLOWLY)
            found.append(count)
        return found

    def _noise(self) -> list[float]:
        steps, at, found = uniform(f"{self.seed}/noise", HOURS), 0.0, []
        for step in steps:
            at = NOISE_KEPT * at + NOISE * sqrt(1 - NOISE_KEPT**2) * NORMAL.inv_cdf(step)
            found.append(at)
        return found

    def _shocks(self) -> list[float]:
        """Mentions an hour that come from outside, with the worst ones dying by a power of time."""
        found = [0.0] * HOURS
        drawn = iter(uniform(f"{self.seed}/shocks", 4096))
        hour = -SHOCK_EVERY * log(next(drawn))
        while hour < HOURS:
            size = USUAL * SHOCK * exp(0.5 * NORMAL.inv_cdf(next(drawn))) * (1 - BRANCHING)
            for later in range(int(hour), HOURS):
                found[later] += size * (1 + (later - hour) / SHOCK_SCALE) ** -SHOCK_POWER
            hour -= SHOCK_EVERY * log(next(drawn))
        hour = -BUMP_EVERY * log(next(drawn))
        while hour < HOURS:
            size = USUAL * (3 + 9 * next(drawn)) * (1 - BRANCHING)
            for later in range(int(hour), min(HOURS, int(hour) + 12)):
                found[later] += size * BUMP_LEFT ** (later - int(hour))
            hour -= BUMP_EVERY * log(next(drawn))
        return found


def with_posts(topic: Topic, world: World, posts: Sequence[int]) -> list[float]:
    """Mentions of each hour together with what these posts, by their hours, bring; their answers answered in turn."""
    said, recent, answers = set(posts), 0.0, 0.0
    soon = slowly = 0.0
    forgotten = 0.5 ** (1 / world.memory)
    found = []
    for hour, count in enumerate(topic.mentions):
        recent *= forgotten
        if hour in said:
            level = max(count, 1) / (USUAL * DAY_CURVE[hour % 24])
            brought = world.effect * USUAL * exp(-world.fatigue * recent) * level**world.amplification
            answers += brought * (1 - POST_LEFT)
            recent += 1
        own = answers + soon + slowly
        answers *= POST_LEFT
        soon = SOON * soon + 0.7 * BRANCHING * own * (1 - SOON)
        slowly = SLOWLY * slowly + 0.3 * BRANCHING * own * (1 - SLOWLY)
        found.append(count + own)
    return found
