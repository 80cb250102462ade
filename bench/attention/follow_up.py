"""The follow-up against as many posts evenly spaced, in eight worlds: `python -m bench.attention.follow_up [SEEDS]`.

What is counted: hours, of the 240 after each surge that the meter saw, in which less than twice the usual was said."""

import sys
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import count, islice
from math import sqrt
from statistics import fmean, stdev

from bench.attention.worlds import DAY_CURVE, HOURS, USUAL, WARM_UP, WORLDS, Topic, World, with_posts
from scheduler.attention.bins import EPOCH
from scheduler.attention.following_up import extra_posts
from scheduler.attention.surges import Surges
from scheduler.model.count import Bin
from scheduler.model.sustain import FollowUp

HOUR = timedelta(hours=1)
BEGIN = WARM_UP * 7 * 24
STEADY = time(13)
AFTER = 240
FIRST, LAST = 8, 22


def onsets(topic: Topic) -> list[int]:
    """The hours at which the meter, which does not see the answers to our posts, saw a surge begin."""
    surges = Surges(HOUR)
    begun = [
        hour + 1 for hour, count in enumerate(topic.mentions) if surges.feed(Bin(EPOCH + hour * HOUR, count)).began
    ]
    return [hour for hour in begun if BEGIN <= hour <= HOURS - AFTER]


def hour_of(wall: datetime) -> int:
    return int((wall - EPOCH.replace(tzinfo=None)) / HOUR)


def wall_of(hour: int) -> datetime:
    return EPOCH.replace(tzinfo=None) + hour * HOUR


def followed_up(surges: list[int], plan: FollowUp | None = None) -> list[int]:
    """One a day, and what follows up each surge."""
    steady = [BEGIN + 24 * day + STEADY.hour for day in range((HOURS - BEGIN) // 24)]
    extra = [
        hour_of(post.wall) for onset in surges for post in extra_posts(wall_of(onset), _steady, plan or FollowUp())
    ]
    return sorted({*steady, *(hour for hour in extra if hour < HOURS)})


def _steady(_: date) -> list[time]:
    return [STEADY]


def evenly(number: int) -> list[int]:
    """As many, at equal distances of the hours in which may be spoken."""
    awake = [hour for hour in range(BEGIN, HOURS) if FIRST <= hour % 24 <= LAST]
    return [awake[int((place + 0.5) * len(awake) / number)] for place in range(number)]


def below(topic: Topic, world: World, posts: list[int], surges: list[int]) -> float:
    """Hours of the 240 after a surge below twice the usual, a mean over the surges."""
    said = with_posts(topic, world, posts)
    low = [said[hour] < 2 * USUAL * DAY_CURVE[hour % 24] for hour in range(HOURS)]
    return fmean(sum(low[onset : onset + AFTER]) for onset in surges)


@cache
def topics(number: int) -> list[tuple[Topic, list[int]]]:
    """So many, each with at least one surge: the pairs that all worlds share."""
    every = ((topic, onsets(topic)) for topic in (Topic(f"topic/{seed}") for seed in count()))
    return list(islice(((topic, surges) for topic, surges in every if surges), number))


def differences(world: World, number: int) -> list[float]:
    """Follow-up minus evenly spaced, for each pair."""
    found = []
    for topic, surges in topics(number):
        posts = followed_up(surges)
        found.append(below(topic, world, posts, surges) - below(topic, world, evenly(len(posts)), surges))
    return found


def main(seeds: int) -> int:
    better = 0
    worst = -1e9
    for world in WORLDS:
        found = differences(world, seeds)
        mean, half = fmean(found), 1.96 * stdev(found) / sqrt(len(found))
        better += mean + half < 0
        worst = max(worst, mean)
        print(f"{world.name:15} {mean:+6.1f} h ({mean - half:+.1f} to {mean + half:+.1f}), {len(found)} pairs")
    print(f"better in {better} of {len(WORLDS)}; the worst {worst:+.1f} h")
    return 0 if better >= 6 and worst <= 2 else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 40))
