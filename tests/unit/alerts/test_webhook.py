import json
from collections.abc import Callable

import pytest

from scheduler.alerts.webhook import PAUSE, WebhookSink
from scheduler.clock import ManualClock
from scheduler.errors import FilesWrong, Problem
from scheduler.service.allies import Owed
from tests.make import CAMPAIGN
from tests.patience import soon
from tests.rig import NOON
from tests.servers.raw import Raw, answers, hangs
from tests.servers.telling import telling


def an_alert(number: int = 1, allies: tuple[int, ...] = (0,), campaign: str = CAMPAIGN) -> Owed:
    text = f"a surge: {number}00 in 24 hours"
    return Owed(at=NOON, campaign=campaign, kind="surge", text=text, allies=allies)


def sink(*addresses: str, clock: ManualClock | None = None, patience: float = 20) -> WebhookSink:
    def at(address: str) -> Callable[[], str]:
        return lambda: address

    return WebhookSink(lambda: {CAMPAIGN: [at(one) for one in addresses]}, clock or ManualClock(NOON), patience)


def test_an_ally_is_sent_a_short_json() -> None:
    with telling(lambda _: (204, b"")) as ally:
        heard = sink(f"{ally.address}/hook").tell([an_alert()])
    assert heard == [(an_alert(), 0)]
    [asked] = ally.asked
    assert (asked.method, asked.path) == ("POST", "/hook")
    assert json.loads(asked.body) == {
        "at": "2026-11-23T12:00:00.000000Z",
        "campaign": CAMPAIGN,
        "kind": "surge",
        "text": "a surge: 100 in 24 hours",
    }


def test_who_left_the_files_is_crossed_out_and_those_who_heard_it_are_left_alone() -> None:
    with telling(lambda _: (204, b"")) as ally:
        owed = [an_alert(allies=(2,)), an_alert(campaign="another")]
        assert sink("http://127.0.0.1:1", ally.address).tell(owed) == [(owed[0], 2), (owed[1], 0)]
        assert sink("http://127.0.0.1:1", ally.address).tell([an_alert(allies=(1,))]) == [(an_alert(allies=(1,)), 1)]
    assert len(ally.asked) == 1


def test_what_was_told_is_not_told_again_while_it_is_not_crossed_out() -> None:
    with telling(lambda _: (204, b"")) as ally:
        told = sink(ally.address)
        told.tell([an_alert()])
        assert len(told.tell([an_alert(), an_alert(2)])) == 2
    assert len(ally.asked) == 2


def test_an_ally_in_trouble_is_tried_again_after_a_pause_and_others_hear_it_at_once() -> None:
    clock = ManualClock(NOON)
    owed = an_alert(allies=(0, 1))
    with Raw([answers(500), answers(200)]) as shaky, telling(lambda _: (204, b"")) as sound:
        told = sink(shaky.address, sound.address, clock=clock)
        assert told.tell([owed]) == [(owed, 1)]
        assert told.tell([owed]) == [(owed, 1)]
        clock.advance(PAUSE)
        assert told.tell([owed]) == [(owed, 0), (owed, 1)]
        assert len(shaky.requests) == 2
        assert len(sound.asked) == 1


def test_an_ally_that_hangs_keeps_nobody_waiting() -> None:
    with Raw([hangs]) as ally:
        told = sink(ally.address, patience=0)
        for _ in range(3):
            assert not told.tell([an_alert()])
        soon(lambda: ally.requests)
        assert len(ally.requests) == 1


def test_where_an_ally_sends_us_nobody_goes(caplog: pytest.LogCaptureFixture) -> None:
    with telling(lambda _: (200, b"")) as elsewhere:
        with Raw([answers(307, Location=f"{elsewhere.address}/hook?key=abc")]) as ally:
            assert not sink(ally.address).tell([an_alert()])
        assert not elsewhere.asked
    assert "abc" not in str(vars(caplog.records[0]))


def test_an_address_that_is_not_there_is_trouble_that_never_names_it(caplog: pytest.LogCaptureFixture) -> None:
    def nowhere() -> str:
        raise FilesWrong((Problem("a", 0, 0, "watch.tell", "the variable A is not set", "set it"),))

    assert not WebhookSink(lambda: {CAMPAIGN: [nowhere]}, ManualClock(NOON), 20).tell([an_alert()])
    assert [record.message for record in caplog.records] == ["ally.untold"]
