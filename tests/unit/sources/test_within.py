from datetime import timedelta

from scheduler.sources.within import bins_within
from tests.counting import HOUR, SINCE, UNTIL, counted


def test_only_bins_that_begin_within_the_stretch_are_given_each_once() -> None:
    rows = [(SINCE - HOUR, 1), (SINCE, 2), (SINCE + timedelta(minutes=59), 3), (SINCE + 3 * HOUR, 4), (UNTIL, 5)]
    assert counted(bins_within(rows, HOUR, SINCE, UNTIL)) == {"00:00": 5, "03:00": 4}
