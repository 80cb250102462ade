from collections.abc import Sequence
from pathlib import Path

import pytest

from scheduler.model.record import Alert
from scheduler.service.alerting import Alerting
from tests.rig import Rig


class Sink:
    def __init__(self, *, broken: bool = False) -> None:
        self.broken = broken
        self.told: list[str] = []

    def tell(self, alerts: Sequence[Alert]) -> None:
        if self.broken:
            raise OSError("the disk is full")
        self.told += [alert.text for alert in alerts]


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    rig = Rig(tmp_path)
    with rig.desk.transaction("test") as t:
        t.alert("held", "one", "first")
        t.alert("held", "two", "second")
    return rig


def test_every_sink_is_told_everything_once(rig: Rig) -> None:
    sinks = [Sink(), Sink()]
    alerting = Alerting(rig.desk, sinks)

    assert alerting.send() == 2
    assert alerting.send() == 0
    assert [sink.told for sink in sinks] == [["first", "second"]] * 2


def test_what_could_not_be_told_stays_and_is_told_again(rig: Rig) -> None:
    good, bad = Sink(), Sink(broken=True)
    alerting = Alerting(rig.desk, [good, bad])
    assert alerting.send() == 0

    bad.broken = False
    assert alerting.send() == 2
    assert good.told == bad.told == ["first", "second"]


def test_a_sink_that_fails_does_not_flood_the_others(rig: Rig) -> None:
    good, bad, third = Sink(), Sink(broken=True), Sink()
    alerting = Alerting(rig.desk, [good, bad, third])
    for _ in range(3):
        assert alerting.send() == 0
    assert good.told == third.told == ["first", "second"]

    with rig.desk.transaction("test") as t:
        t.alert("held", "three", "third")
    alerting.send()
    bad.broken = False
    assert alerting.send() == 3
    assert good.told == bad.told == third.told == ["first", "second", "third"]


def test_a_failing_sink_stands_in_the_log_once_until_it_works_again(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    bad = Sink(broken=True)
    alerting = Alerting(rig.desk, [bad])
    for broken in (True, True, False, True):
        bad.broken = broken
        alerting.send()
        with rig.desk.transaction("test") as t:
            t.alert("held", "more", "more", stands=False)

    assert caplog.messages == ["alerts.untold", "alerts.untold"]


def test_with_an_empty_outbox_nobody_is_disturbed(tmp_path: Path) -> None:
    sink = Sink(broken=True)

    assert Alerting(Rig(tmp_path).desk, [sink]).send() == 0
