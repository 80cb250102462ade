from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.model.account import Budget
from scheduler.model.delivery import State
from scheduler.model.ledger import Ledger
from scheduler.model.post import Post
from scheduler.rules.spending import keeps_budget
from tests.make import a_delivery, a_post, an_account, utc

AT = utc("2026-11-23 09:00")
ACCOUNT = an_account(budget=Budget(posting=500_000))


def costing(millionths: int) -> Post:
    return replace(a_post("Sign."), cost=millionths)


def ahead(*millionths: int, state: State = State.PLANNED) -> Ledger:
    rows = [a_delivery(due_at=AT + timedelta(hours=n), post=costing(m), state=state) for n, m in enumerate(millionths)]
    return Ledger.of(rows, {("demo", "2026-11"): 100_000, ("other", "2026-11"): 9_000_000})


def test_what_costs_nothing_needs_no_budget() -> None:
    assert keeps_budget(a_post("Sign."), AT, an_account(), Ledger()).allowed


def test_what_costs_something_needs_one() -> None:
    verdict = keeps_budget(costing(15_000), AT, an_account(), Ledger())

    assert verdict.reason == "it costs 0.015 US dollars, and the account has no budget"
    assert verdict.not_before is None


@pytest.mark.parametrize(("planned", "allowed"), [(200_000, True), (200_001, False)])
def test_what_was_spent_and_what_is_planned_count_alike(planned: int, allowed: bool) -> None:
    assert keeps_budget(costing(200_000), AT, ACCOUNT, ahead(planned)).allowed is allowed


def test_what_was_said_is_booked_and_not_counted_again() -> None:
    assert keeps_budget(costing(400_000), AT, ACCOUNT, ahead(400_000, state=State.POSTED)).allowed


def test_the_next_month_begins_anew() -> None:
    refused = keeps_budget(costing(500_000), AT, ACCOUNT, ahead(400_000))

    assert refused.rule == "budget"
    assert refused.reason == "it costs 0.50 US dollars, and nothing is left of 0.50 US dollars for November 2026"
    assert refused.not_before == utc("2026-12-01 00:00")
    assert keeps_budget(costing(500_000), utc("2026-12-01 00:00"), ACCOUNT, ahead(400_000)).allowed


def test_it_says_what_is_left() -> None:
    refused = keeps_budget(costing(200_000), AT, ACCOUNT, ahead(300_000))

    assert refused.reason.endswith("0.10 of 0.50 US dollars are left for November 2026")
