from scheduler.model.upkeep import Outdated, Pulse
from tests.make import utc


def test_a_pulse_without_troubles_is_useful() -> None:
    at = utc("2026-11-23 12:00")

    assert Pulse(at=at).useful
    assert not Pulse(at=at, troubles=("the files beat has not ended well for 9 min",)).useful


def test_a_helping_of_nothing_is_the_last() -> None:
    assert not Outdated()
    assert all((Outdated(readings=(("k", 0),)), Outdated(alerts=(1,)), Outdated(versions=(1,)), Outdated(blobs=("d",))))
