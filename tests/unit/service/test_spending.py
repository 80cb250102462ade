from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.model.account import Budget
from scheduler.model.delivery import Delivery, State
from scheduler.model.money import Purpose
from scheduler.model.receipt import Absent, Later, Locked, NotSent, Outcome, Posted, Refused, Unknown
from scheduler.rendering.networks import rule_for
from scheduler.service.spending import book_look_up, book_read, left_for
from tests.make import an_account
from tests.rig import NOON, Rig, doubtful, queued

PAID = an_account(budget=Budget(posting=1_000_000, reading=50_000))


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    rig = Rig(tmp_path)
    rig.house = replace(rig.house, accounts=(PAID,))
    rig.network.limits = rule_for("x")
    return rig


def costing(row: Delivery, millionths: int = 200_000) -> Delivery:
    return replace(row, post=replace(row.post, cost=millionths))


def left(rig: Rig, purpose: Purpose = Purpose.POSTING) -> int:
    with rig.store.look() as looking:
        return left_for(looking, PAID, purpose, NOON)


def test_a_post_takes_its_price_from_the_budget(rig: Rig) -> None:
    rig.put(costing(queued()))
    rig.publishing.drain("demo")

    assert left(rig) == 800_000
    assert left(rig, Purpose.READING) == 50_000


def test_without_a_budget_nothing_is_left(rig: Rig) -> None:
    with rig.store.look() as looking:
        assert left_for(looking, an_account(), Purpose.POSTING, NOON) == 0


@pytest.mark.parametrize(
    ("outcome", "booked"),
    [
        (NotSent(reason="no route"), 0),
        (Later(reason="too many"), 0),
        (Locked(reason="revoked"), 0),
        (Refused(reason="too long"), 0),
        (Unknown(reason="lost"), 200_000),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, int) else str(value),
)
def test_what_was_surely_not_accepted_is_given_back(rig: Rig, outcome: Outcome, booked: int) -> None:
    rig.network.answers = [outcome]
    rig.put(costing(queued()))
    rig.publishing.drain("demo")

    assert left(rig) == 1_000_000 - booked


def test_what_no_longer_fits_expires_with_the_reason(rig: Rig) -> None:
    row = rig.put(costing(queued(), 1_000_001))
    rig.publishing.drain("demo")

    assert rig.state(row) is State.EXPIRED
    assert "1.00 of 1.00 US dollars are left for November 2026" in rig.why("delivery.expired")
    assert left(rig) == 1_000_000


def test_each_post_that_is_shown_in_a_look_up_is_booked(rig: Rig) -> None:
    rig.network.keyed = False
    rig.network.finding = Absent(evidence="not in the timeline", looked_at=7)
    rig.put(doubtful())
    rig.settling.settle("demo")

    assert left(rig) == 1_000_000 - 7_000


def test_so_is_each_that_is_shown_when_a_copy_is_refused(rig: Rig) -> None:
    row = rig.put(queued())
    there = Posted(receipt=rig.network.receipt("one"), evidence="1 of 3 posts", looked_at=3)
    rig.network.answers = [there]
    rig.publishing.drain("demo")

    assert rig.state(row) is State.POSTED
    assert left(rig) == 1_000_000 - 3_000


def test_where_nothing_is_charged_nothing_is_booked(rig: Rig) -> None:
    rig.network.limits = rule_for("mastodon")
    row = rig.put(doubtful())
    with rig.desk.transaction("test") as t:
        book_look_up(t, row, rig.network, 7)
        book_read(t, row, rig.network)

    assert left(rig) == 1_000_000
