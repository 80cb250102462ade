from collections.abc import Iterable
from datetime import timedelta

import pytest

from scheduler.attention.meter import Gauge, Measure, Meter, State
from scheduler.model.count import Bin
from tests.unit.attention.series import DAY, HOUR, days, hours

USUAL = 15
"""Days of the usual before something happens."""


def measured(counts: Iterable[int | None], gauge: Gauge | None = None) -> list[Measure]:
    meter = Meter(HOUR, gauge)
    return [meter.feed(found) for found in hours(counts)]


def alarms(counts: Iterable[int | None]) -> list[int]:
    return [place for place, found in enumerate(measured(counts)) if found.alarm]


def surge(peak: int) -> list[int | None]:
    """Two days of fading by half every six hours, on top of the usual."""
    return [DAY[hour % 24] + round(peak * 0.5 ** (hour / 6)) for hour in range(48)]


def test_it_learns_before_it_speaks() -> None:
    found = measured([10] * 7)
    assert [one.state for one in found] == [State.LEARNING] * 6 + [State.QUIET]
    assert found[5].expected is found[5].z is found[5].times_usual is None
    assert found[6].expected == pytest.approx(10)


def test_every_hour_is_held_against_the_same_hour_of_earlier_days() -> None:
    found = measured(days(USUAL))
    assert [round(one.expected or 0) for one in found[-24:]] == list(DAY)
    assert not any(one.alarm for one in found[72:])


def test_an_hour_that_stands_out_begins_one_episode() -> None:
    counts = [*days(USUAL), *surge(800), *days(3)]
    assert alarms(counts) == [USUAL * 24]
    first = measured(counts)[USUAL * 24]
    assert (first.state, first.share, first.since_peak) == (State.RISING, 1.0, timedelta(0))
    assert first.times_usual == pytest.approx(820 / 20)


def test_an_episode_rises_peaks_fades_and_ends() -> None:
    rise = [DAY[hour] + 200 * (hour + 1) for hour in range(4)]
    found = measured([*days(USUAL), *rise, *surge(900)[4:], *days(3)])[USUAL * 24 :]
    states = [one.state for one in found]
    assert states[:4] == [State.RISING] * 4
    assert State.PEAK in states[4:8]
    assert State.FADING in states[8:30]
    assert states[-1] is State.QUIET
    assert found[20].since_peak == 17 * HOUR


def test_what_is_usual_stays_frozen_while_something_stands_out() -> None:
    counts = [*days(USUAL), *days(10, times=9), *days(1)]
    found = measured(counts)
    assert [round(one.expected or 0) for one in found[-24:]] == list(DAY)


def test_after_three_weeks_the_new_level_is_the_usual() -> None:
    found = measured([*days(USUAL), *days(23, times=9)])
    assert found[-1].state is State.QUIET
    assert found[-1].expected == pytest.approx(9 * DAY[-1])


def test_the_same_episode_does_not_alarm_again() -> None:
    assert alarms([*days(USUAL), *days(5, times=9), *days(2)]) == [USUAL * 24]


def test_a_second_wave_after_a_calm_day_is_an_episode_of_its_own() -> None:
    counts = [*days(USUAL), *surge(800), *surge(800), *days(1)]
    assert alarms(counts) == [USUAL * 24, (USUAL + 2) * 24]


def test_a_second_wave_within_the_day_is_the_same_unless_it_is_far_higher() -> None:
    first = [*days(USUAL), *surge(300)[:12]]
    same = [*first, *surge(300)[12:24]]
    higher = [*first, *[DAY[12 + hour] + 2000 for hour in range(12)]]
    assert alarms(same) == [USUAL * 24]
    assert alarms(higher) == [USUAL * 24, USUAL * 24 + 12]


def test_a_leap_within_six_hours_of_the_beginning_is_still_its_rise() -> None:
    assert alarms([*days(USUAL), *[300, 900, 2700, 5000, 9000]]) == [USUAL * 24]


def test_a_few_mentions_more_are_no_episode_however_quiet_the_topic_is() -> None:
    assert alarms([*([0] * 24 * USUAL), 19]) == []
    assert alarms([*([0] * 24 * USUAL), 20]) == [24 * USUAL]


def test_a_gap_is_neither_nought_nor_an_alarm() -> None:
    learning = measured([None, *days(1)])[0]
    assert (learning.state, learning.count, learning.alarm) == (State.LEARNING, None, False)
    found = measured([*days(USUAL), None, *surge(800)[1:3], None])
    quiet, fading = found[USUAL * 24], found[-1]
    assert (quiet.state, quiet.count, quiet.alarm) == (State.QUIET, None, False)
    assert (fading.state, fading.count, fading.expected) == (State.FADING, None, None)
    assert round(found[-2].expected or 0) == DAY[2]


def test_a_past_full_of_bursts_does_not_blind_it() -> None:
    bursts = [count * (12 if (day + hour) % 3 == 0 else 1) for day in range(USUAL) for hour, count in enumerate(DAY)]
    found = measured([*bursts, 80 * DAY[0]])
    assert (found[-1].z or 0) > 4


@pytest.mark.parametrize("width", [timedelta(0), timedelta(hours=5), timedelta(days=2)])
def test_a_bin_that_does_not_divide_a_day_is_refused(width: timedelta) -> None:
    with pytest.raises(ValueError, match="must divide a day"):
        Meter(width)


def test_days_can_be_bins_too() -> None:
    meter = Meter(timedelta(days=1))
    found = [
        meter.feed(Bin(one.at + place * 23 * HOUR, one.count))
        for place, one in enumerate(hours([100] * 20 + [900, 500, 300]))
    ]
    assert [one.alarm for one in found] == [False] * 20 + [True, False, False]
    assert [one.state for one in found[20:]] == [State.RISING, State.PEAK, State.FADING]


def test_what_it_remembers_does_not_grow() -> None:
    meter = Meter(HOUR)
    for found in hours([*days(60)]):
        meter.feed(found)
    assert max(map(len, (*meter._usual, *meter._lately))) == 14
    assert len(meter._first) == 72
