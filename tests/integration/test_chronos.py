"""The check of targets against runs, checked itself."""

from datetime import datetime, timedelta
from itertools import permutations

import pytest

from tests.chronos import Target, compare, too_close
from tests.dying import draw
from tests.make import utc

NOON = utc("2026-11-23 12:00")


def target(begin: int, end: int) -> Target:
    return Target(NOON + timedelta(minutes=begin), NOON + timedelta(minutes=end))


def at(*minutes: int) -> list[datetime]:
    return [NOON + timedelta(minutes=number) for number in minutes]


def test_what_ran_within_its_targets_is_good() -> None:
    found = compare([target(0, 5), target(10, 15)], at(0, 15))

    assert found.good
    assert found.late() == timedelta(minutes=5)


@pytest.mark.parametrize(
    ("runs", "missing", "extra"),
    [
        (at(), [target(0, 5), target(10, 15)], ()),
        (at(0), [target(10, 15)], ()),
        (at(10), [target(0, 5)], ()),
        (at(0, 6), [target(10, 15)], at(6)),
        (at(0, 1, 10), [], at(1)),
        (at(-1, 0, 10), [], at(-1)),
        (at(0, 16), [target(10, 15)], at(16)),
    ],
    ids=["nothing ran", "the second is missing", "the first is missing", "late", "twice", "early", "later than all"],
)
def test_what_is_missing_and_what_is_extra_is_told(
    runs: list[datetime], missing: list[Target], extra: list[datetime]
) -> None:
    found = compare([target(0, 5), target(10, 15)], runs)

    assert not found.good
    assert list(found.missing) == missing
    assert list(found.extra) == list(extra)


def test_a_run_goes_to_the_target_that_closes_first() -> None:
    assert compare([target(0, 60), target(0, 10)], at(5, 50)).good


def test_a_long_target_leaves_its_run_to_a_short_one_that_opens_later() -> None:
    assert compare([target(0, 60), target(4, 6)], at(5, 59)).good


def most_met(targets: list[Target], runs: list[datetime]) -> int:
    """By trying every way."""
    slots = [*runs, *[None] * len(targets)]
    ways = permutations(slots, len(targets))
    return max(
        sum(run is not None and t.begin <= run <= t.end for t, run in zip(targets, way, strict=True)) for way in ways
    )


@pytest.mark.parametrize("number", range(40))
def test_no_way_of_matching_meets_more(number: int) -> None:
    def drawn(what: str, most: int) -> int:
        return int(most * draw(f"{number}/{what}"))

    begins = [drawn(f"begin {n}", 20) for n in range(3)]
    targets = [target(begin, begin + drawn(f"length {n}", 8)) for n, begin in enumerate(begins)]
    runs = at(*(drawn(f"run {n}", 25) for n in range(3)))

    assert len(compare(targets, runs).met) == most_met(targets, runs)


def test_lateness_is_told_by_its_share() -> None:
    targets = [target(10 * n, 10 * n + 9) for n in range(10)]
    found = compare(targets, at(*(10 * n for n in range(9)), 99))

    assert found.late(0.5) == timedelta(0)
    assert found.late(0.99) == timedelta(minutes=9)
    assert compare([], []).late() == timedelta(0)


def test_what_follows_too_soon_is_told() -> None:
    assert too_close(at(0, 10, 19, 30), timedelta(minutes=10)) == at(19)
