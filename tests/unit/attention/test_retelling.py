from dataclasses import replace
from datetime import timedelta

from scheduler.attention.meter import State
from scheduler.attention.retelling import SPANS, course, reference, retell
from scheduler.model.count import Bin
from scheduler.model.surge import Surge
from tests.unit.attention.series import HOUR, START, days, hours

COUNTS = [*days(15), *days(1, times=9), *days(1, times=5), *days(9)]
LATER = START + timedelta(days=60)
A_SURGE = Surge(onset=START, usual=100, peak=1000, peak_at=START)


def test_an_hour_that_was_left_out_is_a_gap() -> None:
    known = hours([5, None, 7])
    assert [measure.count for measure in retell([known[0], known[2]], LATER).measures] == [5, None, 7]
    assert [measure.count for measure in retell(known, LATER).measures] == [5, None, 7]


def test_of_nothing_nothing_is_told() -> None:
    told = retell([], LATER)
    assert (told.measures, told.standings, told.surges) == ((), (), ())


def test_a_surge_is_told_with_its_hours_above_the_floor_and_what_was_left_of_it() -> None:
    told = retell(hours(COUNTS), LATER)
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
    told = retell(hours([*COUNTS[: 17 * 24], *[None] * 24, *COUNTS[18 * 24 :]]), LATER)
    whole = course(told.surges[0], retell(hours(COUNTS), LATER), floor=2.0)
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


def by_days(number: int) -> list[Bin]:
    sums = [sum(count or 0 for count in COUNTS[24 * day : 24 * day + 24]) for day in range(number)]
    return [Bin(START + 24 * day * HOUR, total) for day, total in enumerate(sums)]


def test_days_that_are_known_by_their_sums_are_shared_out_and_surge_as_before() -> None:
    told = retell(by_days(26), LATER)
    assert told.by_day
    assert len(told.measures) == 26 * 24
    assert sum(measure.count or 0 for measure in told.measures) == sum(count or 0 for count in COUNTS)
    assert len(told.surges) == 1


def test_old_days_may_be_sums_and_later_ones_hours() -> None:
    told = retell([*by_days(20), *hours(COUNTS)[20 * 24 :]], LATER)
    assert not told.by_day
    assert len(told.measures) == len(COUNTS)
    assert [m.count for m in told.measures][20 * 24 :] == COUNTS[20 * 24 :]


def test_the_first_hour_of_a_day_that_is_not_over_is_no_sum() -> None:
    assert len(retell(hours([7]), START + 2 * HOUR).measures) == 1
    assert len(retell(hours([7]), START + 24 * HOUR).measures) == 24
    assert len(retell([*hours([7] * 24), Bin(START + 24 * HOUR, 9)], START + 26 * HOUR).measures) == 25
