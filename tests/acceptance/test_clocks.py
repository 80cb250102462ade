"""Machines that sleep and clocks that are wrong: posts come at their times, or soon after, or say why not."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.clocks import LENGTHS, live_through

SHORTLY = timedelta(minutes=32)


@pytest.mark.parametrize(
    ("trouble", "time"),
    [
        ("it sleeps before a fence", LENGTHS[-1]),
        ("a clock that starts in 2038", LENGTHS[2]),
    ],
)
def test_posts_come_at_their_times_or_soon_after_or_say_why_not(tmp_path: Path, trouble: str, time: timedelta) -> None:
    for lived in live_through(tmp_path, [(trouble, time, SHORTLY)]):
        assert lived.faults == []
        assert lived.posts > 8
