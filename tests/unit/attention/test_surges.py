from collections.abc import Iterable
from datetime import timedelta

import pytest

from scheduler.attention.surges import Standing, Surges, left
from scheduler.model.surge import Surge
from tests.make import utc
from tests.unit.attention.series import DAY, HOUR, START, days, hours

DAYS = timedelta(days=1)
TOTAL = sum(DAY)


def fed(counts: Iterable[int | None]) -> tuple[Surges, list[Standing]]:
    surges = Surges(HOUR)
    return surges, [surges.feed(found) for found in hours(counts)]


def test_three_times_the_usual_of_a_day_is_a_surge() -> None:
    surges, found = fed([*days(15), *days(1, times=4), *days(1)])
    (surge,) = surges.past
    assert surge.usual == TOTAL
    assert surge.peak == 4 * TOTAL
    assert surge.peak_at == START + 16 * DAYS
    assert START + 15 * DAYS < surge.onset < surge.peak_at
    assert [one.at for one in found if one.began] == [surge.onset]


def test_less_than_three_times_is_a_busy_day() -> None:
    assert fed([*days(15), *days(1, times=2.9)])[0].past == []


def test_fifty_more_are_needed_on_a_quiet_topic() -> None:
    quiet = [1] * 24 * 15
    assert fed([*quiet, *[3] * 24])[0].past == []
    assert len(fed([*quiet, *[4] * 24])[0].past) == 1


def test_it_says_nothing_before_seven_days_are_known() -> None:
    assert fed([*days(7), *days(1, times=9)[:12]])[0].past == []
    assert len(fed([*days(8), *days(1, times=9)])[0].past) == 1


def test_what_follows_within_ten_days_is_the_same_surge() -> None:
    surges, _ = fed([*days(15), *days(1, times=4), *days(5), *days(1, times=8), *days(4)])
    (surge,) = surges.past
    assert surge.peak == 8 * TOTAL


def test_ten_days_later_it_is_another() -> None:
    surges, _ = fed([*days(15), *days(1, times=4), *days(11), *days(1, times=4), *days(1)])
    assert len(surges.past) == 2


def test_it_keeps_how_long_half_a_quarter_and_a_tenth_took() -> None:
    fading = [*days(1, times=9), *days(1, times=5), *days(1, times=3), *days(1, times=1.6), *days(1)]
    (surge,) = fed([*days(15), *fading])[0].past
    assert (surge.half, surge.quarter, surge.tenth) == (
        timedelta(days=1),
        timedelta(days=2),
        timedelta(days=2, hours=21),
    )


def test_a_new_peak_begins_the_fading_anew() -> None:
    (surge,) = fed([*days(15), *days(1, times=4), *days(2), *days(1, times=6)])[0].past
    assert (surge.half, surge.quarter, surge.tenth) == (None, None, None)


def test_the_share_of_the_peak_is_told_for_ten_days() -> None:
    _, found = fed([*days(15), *days(1, times=5), *days(12)])
    assert found[14 * 24].share is None
    assert found[16 * 24 - 1].share == 1.0
    assert found[17 * 24 - 1].share == 0.0
    assert found[-1].share is None
    assert found[-1].times_usual == pytest.approx(1.0)


def test_a_day_of_which_too_little_is_known_has_no_total() -> None:
    _, found = fed([*days(15), *[None] * 7, *days(1, times=9)[7:]])
    assert found[15 * 24 + 6].total is None
    assert not any(one.began for one in found[-18:-17])


def test_what_was_never_beyond_the_usual_has_nothing_left() -> None:
    flat = Surge(onset=utc("2026-01-01 00:00"), usual=10, peak=10, peak_at=utc("2026-01-01 00:00"))
    assert left(flat, 5) == 0.0
