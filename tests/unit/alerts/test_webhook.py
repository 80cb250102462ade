import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from scheduler.alerts.webhook import LONGEST, PAUSE, WebhookSink
from scheduler.clock import ManualClock
from scheduler.errors import FilesWrong, Problem
from scheduler.model.record import Alert
from tests.make import CAMPAIGN
from tests.patience import soon
from tests.rig import NOON
from tests.servers.raw import Raw, answers, hangs
from tests.servers.telling import telling


def an_alert(number: int = 1, kind: str = "surge", subject: str = CAMPAIGN) -> Alert:
    return Alert(kind=kind, subject=subject, text="a surge: 900 in 24 hours", at=NOON, id=number)


def sink(*addresses: str, clock: ManualClock | None = None, patience: float = 20) -> WebhookSink:
    def at(address: str) -> Callable[[], str]:
        return lambda: address

    return WebhookSink(lambda: {CAMPAIGN: [at(one) for one in addresses]}, clock or ManualClock(NOON), patience)


def test_an_ally_is_sent_a_short_json(tmp_path: Any) -> None:
    with telling(lambda _: (204, b"")) as ally:
        sink(f"{ally.address}/hook").tell([an_alert()])
    [asked] = ally.asked
    assert (asked.method, asked.path) == ("POST", "/hook")
    assert json.loads(asked.body) == {
        "at": "2026-11-23T12:00:00.000000Z",
        "campaign": CAMPAIGN,
        "kind": "surge",
        "text": "a surge: 900 in 24 hours",
    }


def test_of_other_alerts_and_of_other_campaigns_allies_hear_nothing() -> None:
    with telling(lambda _: (204, b"")) as ally:
        sink(ally.address).tell([an_alert(kind="trouble"), an_alert(subject="another")])
    assert not ally.asked


def test_what_was_told_is_not_told_again_while_it_waits_for_others() -> None:
    with telling(lambda _: (204, b"")) as ally:
        told = sink(ally.address)
        told.tell([an_alert()])
        told.tell([an_alert(), an_alert(2)])
    assert len(ally.asked) == 2


def test_an_ally_in_trouble_is_tried_again_after_a_pause_and_others_hear_it_at_once() -> None:
    clock = ManualClock(NOON)
    with Raw([answers(500), answers(200)]) as shaky, telling(lambda _: (204, b"")) as sound:
        told = sink(shaky.address, sound.address, clock=clock)
        with pytest.raises(BlockingIOError):
            told.tell([an_alert()])
        with pytest.raises(BlockingIOError):
            told.tell([an_alert()])
        clock.advance(PAUSE)
        told.tell([an_alert()])
        assert len(shaky.requests) == 2
        assert len(sound.asked) == 1


def test_an_ally_that_hangs_keeps_nobody_waiting() -> None:
    with Raw([hangs]) as ally:
        told = sink(ally.address, patience=0)
        for _ in range(3):
            with pytest.raises(BlockingIOError):
                told.tell([an_alert()])
        soon(lambda: ally.requests)
        assert len(ally.requests) == 1


def test_after_a_day_it_is_old_news() -> None:
    clock = ManualClock(NOON)
    with Raw([answers(500)]) as ally:
        told = sink(ally.address, clock=clock)
        with pytest.raises(BlockingIOError):
            told.tell([an_alert()])
        clock.advance(LONGEST + timedelta(seconds=1))
        told.tell([an_alert()])


def test_an_address_that_is_not_there_is_trouble_that_never_names_it(caplog: pytest.LogCaptureFixture) -> None:
    def nowhere() -> str:
        raise FilesWrong((Problem("a", 0, 0, "watch.tell", "the variable A is not set", "set it"),))

    with pytest.raises(BlockingIOError):
        WebhookSink(lambda: {CAMPAIGN: [nowhere]}, ManualClock(NOON), 20).tell([an_alert()])
    assert [record.message for record in caplog.records] == ["ally.untold"]
