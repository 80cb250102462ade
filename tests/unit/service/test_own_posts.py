from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.model.delivery import State
from scheduler.model.receipt import Reading
from scheduler.model.slot import SlotKey
from scheduler.service.learning import AFTER_A_DAY
from tests.hindsight import Hindsight
from tests.make import CAMPAIGN, an_account
from tests.rig import NOON


@pytest.fixture
def past(tmp_path: Path) -> Hindsight:
    return Hindsight(tmp_path)


def test_a_post_is_held_against_the_usual_for_its_hour(past: Hindsight) -> None:
    for day in range(2, 8):
        past.post(NOON - timedelta(days=day), likes=9)
        past.post(NOON - timedelta(days=day, hours=12), likes=1)
    past.post(NOON - timedelta(days=1), likes=19)
    latest = past.report().said[-1]
    assert (latest.engagement, latest.ratio) == (19, 2.0)


def test_posts_before_the_period_say_what_is_usual_in_it(past: Hindsight) -> None:
    for day in range(31, 37):
        past.post(NOON - timedelta(days=day), likes=9)
    past.post(NOON - timedelta(days=1), likes=19)
    found = past.report()
    assert [one.ratio for one in found.said] == [2.0]
    assert [(account, one.template, one.uses) for account, one in found.judged] == [("demo", "petition", 7)]


def test_what_was_not_read_after_a_day_says_nothing(past: Hindsight) -> None:
    row = past.post(NOON - timedelta(days=4), likes=None)
    with past.store.write() as writing:
        writing.add_reading(row.key, AFTER_A_DAY + 1, Reading(at=NOON, counts={"likes": 3}))
        writing.add_reading(row.key, AFTER_A_DAY, Reading(at=NOON, counts={"impressions": 3}))
    [only] = past.report().said
    assert (only.engagement, only.ratio) == (None, None)


def test_answers_of_every_kind_are_counted_and_impressions_are_not(past: Hindsight) -> None:
    row = past.post(NOON - timedelta(days=4), likes=None)
    drawn = {"likes": 1, "boosts": 2, "replies": 3, "quotes": 4, "impressions": 1000}
    with past.store.write() as writing:
        writing.add_reading(row.key, AFTER_A_DAY, Reading(at=NOON, counts=drawn))
    assert past.report().said[0].engagement == 10


def test_one_account_says_nothing_of_the_usual_of_another(past: Hindsight) -> None:
    past.house = replace(past.house, accounts=(an_account(), an_account("far", like="x")))
    for day in range(2, 8):
        past.post(NOON - timedelta(days=day), likes=9)
    past.post(NOON - timedelta(days=1), likes=999, key=SlotKey(CAMPAIGN, "daily", "2026-11-22T12:00", "far"))
    latest = past.report().said[-1]
    assert (latest.network, latest.ratio) == ("paper as x", 1.0)


def test_what_may_be_out_is_told_and_what_a_surge_added_is_known_by_its_key(past: Hindsight) -> None:
    past.post(NOON - timedelta(hours=9), likes=None, state=State.HELD, receipt=None)
    added = SlotKey(CAMPAIGN, "surge-2026-11-18", "2026-11-23T08:00", "demo")
    past.post(NOON - timedelta(hours=4), likes=None, key=added)
    past.post(NOON - timedelta(hours=2), likes=None, state=State.EXPIRED, receipt=None)
    assert [(one.delivery.state, one.extra) for one in past.report().said] == [
        (State.HELD, False),
        (State.POSTED, True),
    ]
