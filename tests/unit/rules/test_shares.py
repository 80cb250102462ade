from datetime import timedelta

import pytest

from scheduler.model.ledger import Ledger
from scheduler.model.post import Verdict
from scheduler.rules.shares import keeps_share
from tests.make import a_campaign, a_delivery, a_template, an_account, utc

AT = utc("2026-11-23 09:00")
DAY = timedelta(days=1)


def asked(*days: float, slots: int = 8, template: str = "petition") -> Verdict:
    """The template was, or will be, used so many days from now."""
    uses = [a_delivery(f"2026-11-{n + 1:02}T00:00", due_at=AT + day * DAY) for n, day in enumerate(days)]
    ledger = Ledger.of(uses)
    return keeps_share(a_template(template), AT, an_account(), a_campaign(), ledger, lambda _: slots)


def test_a_quarter_of_the_slots_is_allowed_and_no_more() -> None:
    assert asked(-2).allowed
    refused = asked(-2, 3)
    assert (refused.rule, refused.about) == ("share", "template")
    assert refused.reason == (
        "template petition has 2 of the 8 slots of these seven days already, and none has more than a quarter of them"
    )


def test_one_is_always_allowed() -> None:
    assert asked(slots=0).allowed
    assert not asked(-1, slots=7).allowed


@pytest.mark.parametrize("days", [(-4, 4), (-7, -8), (7, 9)])
def test_what_lies_in_no_same_seven_days_does_not_add_up(days: tuple[int, int]) -> None:
    assert asked(*days).allowed


def test_other_templates_do_not_count() -> None:
    assert asked(-1, 1, 2, template="another").allowed


def test_a_week_around_another_use_may_have_fewer_slots() -> None:
    ledger = Ledger.of([a_delivery(due_at=AT + 5 * DAY)])
    verdict = keeps_share(
        a_template(), AT, an_account(), a_campaign(), ledger, lambda at: 8 if at == AT else 4
    )  # fmt: skip
    assert not verdict.allowed
