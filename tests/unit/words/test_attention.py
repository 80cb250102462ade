from datetime import timedelta

import pytest

from scheduler.attention.meter import Measure, State
from scheduler.words.attention import measured
from tests.make import utc

HOUR = timedelta(hours=1)
AT = utc("2026-11-23 09:00")


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            Measure(at=AT, count=1293, expected=168.9, state=State.RISING),
            "1,293 mentions where about 169 are usual at this hour: rising.",
        ),
        (
            Measure(at=AT, count=88, expected=1.2, state=State.FADING, share=0.22, since_peak=timedelta(hours=6)),
            "88 mentions where about 1 is usual at this hour: fading, at 22% of its peak 6 h ago.",
        ),
        (Measure(at=AT, count=1, state=State.LEARNING), "1 mention; too little is known yet to say what is usual."),
        (Measure(at=AT, count=None, state=State.QUIET), "Nothing is known of this time."),
    ],
)
def test_a_measure_is_a_sentence(found: Measure, said: str) -> None:
    assert measured(found, HOUR) == said


def test_of_a_bin_of_a_day_no_hour_is_said() -> None:
    found = Measure(at=AT, count=5, expected=4, state=State.QUIET)
    assert measured(found, timedelta(days=1)) == "5 mentions where about 4 are usual on a day: quiet."
