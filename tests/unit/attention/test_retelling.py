from dataclasses import replace
from datetime import timedelta

from scheduler.attention.meter import State
from scheduler.attention.retelling import SPANS, course, reference, retell
from scheduler.model.surge import Surge
from tests.unit.attention.series import HOUR, START, days, hours

COUNTS = [*days(15), *days(1, times=9), *days(1, times=5), *days(9)]
A_SURGE = Surge(onset=START, usual=100, peak=1000, peak_at=START)


def test_an_hour_that_was_left_out_is_a_gap() -> None:
    known = hours([5, None, 7])
    assert [measure.count for measure in retell([known[0], known[2]]).measures] == [5, None, 7]
    assert [measure.count for measure in retell(known).measures] == [5, None, 7]


def test_of_nothing_nothing_is_told() -> None:
    told = retell([])
    assert (told.measures, told.standings, told.surges) == ((), (), ())


def test_a_surge_is_told_with_its_hours_above_the_floor_and_what_was_left_of_it() -> None:
    told = retell(hours(COUNTS))
    [surge] = told.surges
    found = course(surge, told, floor=2.0)
    onset = round((surge.onset - START) / HOUR)
    assert 15 * 24 < onset < 16 * 24
    assert found.known == min(240, len(COUNTS) - onset)
    assert found.above == 17 * 24 - onset
    assert dict(found.shares)[0.0] == 1.0
    assert found.shares[0][0] < 0
    assert found.shares[-1][1] == 0.0
    assert told.measures[15 * 24].state is State.RISING


def test_hours_of_which_nothing_is_known_are_neither_above_nor_below() -> None:
    told = retell(hours([*COUNTS[: 17 * 24], *[None] * 24, *COUNTS[18 * 24 :]]))
    whole = course(told.surges[0], retell(hours(COUNTS)), floor=2.0)
    assert course(told.surges[0], told, floor=2.0).known == whole.known - 24


def test_the_class_is_the_middle_of_past_surges() -> None:
    past = [replace(A_SURGE, half=timedelta(hours=hours_)) for hours_ in (10, 30, 20)]
    found = reference(past, "half")
    assert (found.middle, found.reached, found.known) == (timedelta(hours=20), 3, 3)


def test_one_that_has_not_come_so_far_counts_as_longer() -> None:
    past = [A_SURGE, replace(A_SURGE, tenth=timedelta(days=5)), A_SURGE]
    assert reference(past, "tenth").middle is None
    assert reference(past, "tenth").reached == 1
    assert [reference([], span).middle for span in SPANS] == [None] * 3
