"""A few simulated days hold on to nothing; the same with a listener that keeps everything is caught."""

from dataclasses import replace
from datetime import UTC, datetime
from math import inf
from pathlib import Path

import pytest

from tests.months import Bounds, Hoarding, Sample, leaks, slope, through
from tests.tidying_up import tidied
from tests.year import Service

START = datetime(2019, 2, 1, 4, tzinfo=UTC)
SHORT = Bounds(memory=inf, steps=inf, objects=600)
"""What a process has in memory, and what a store answers, comes to rest after weeks only, and paper's page shows the
newest 200 posts, which take two weeks to come."""

SAMPLE = Sample(day=0, memory=9, objects=9, descriptors=9, threads=9, steps=9, store=9, heads=9, log=9)


def days_but_the_first(service: Service) -> list[Sample]:
    return list(through(service, 4, 1))[1:]


@pytest.mark.slow
def test_days_go_by_and_nothing_is_held_on_to(tmp_path: Path) -> None:
    assert leaks(days_but_the_first(Service(tmp_path, START)), SHORT) == []


@pytest.mark.slow
def test_a_listener_that_keeps_everything_is_caught(tmp_path: Path) -> None:
    service = Hoarding(tmp_path, START)
    found = leaks(days_but_the_first(service), SHORT)
    service.let_go()

    assert [line.split()[0] for line in found] == ["objects", "descriptors"]


def test_growth_is_by_the_day_whatever_the_distance_of_the_samples() -> None:
    samples = [replace(SAMPLE, day=day, memory=1000 + 7 * day) for day in (40, 50, 80, 400)]

    assert slope(samples, "memory") == pytest.approx(7)
    assert leaks(samples, Bounds(memory=6.9)) == ["memory grows by 7.00 a day"]
    assert leaks(samples, Bounds(memory=7.1)) == []


def test_what_is_too_old_goes_in_small_transactions_and_leaves_room(tmp_path: Path) -> None:
    found = tidied(tmp_path, 700)

    assert found.removed == 700 + 20 + 20
    assert found.transactions >= 7
    assert found.after <= 1.01 * found.before
