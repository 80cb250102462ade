from datetime import timedelta

from scheduler.model.count import HOUR, Bin
from tests.make import utc


def test_what_is_not_known_is_not_nought() -> None:
    assert Bin(utc("2026-11-23 09:00"), None) != Bin(utc("2026-11-23 09:00"), 0)
    assert timedelta(hours=1) == HOUR
