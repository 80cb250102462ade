from datetime import datetime, timedelta

import pytest

from scheduler.model.campaign import Windows
from scheduler.model.ledger import Ledger
from scheduler.model.post import Verdict
from scheduler.rules.repeats import is_fresh_action, is_fresh_template, is_fresh_text, is_said_by_nobody_else
from tests.make import a_campaign, a_delivery, a_post, a_template, an_account, an_action, utc

AT = utc("2026-11-23 09:00")
HOUR = timedelta(hours=1)
MOMENT = timedelta(microseconds=1)
CAMPAIGN = a_campaign(no_repeat=Windows(template=48 * HOUR, action=20 * HOUR, text=14 * 24 * HOUR))
ACCOUNT = an_account()


def said(at: datetime, **changes: str) -> Ledger:
    return Ledger.of([a_delivery(due_at=at, **changes)])


@pytest.mark.parametrize("side", [-1, 1])
def test_a_template_rests_for_its_window_before_and_after(side: int) -> None:
    template = a_template("petition")
    used = AT + side * 48 * HOUR
    assert is_fresh_template(template, AT, ACCOUNT, CAMPAIGN, said(used)).allowed
    assert not is_fresh_template(template, AT, ACCOUNT, CAMPAIGN, said(used - side * MOMENT)).allowed


def test_a_template_s_refusal_says_how_long_ago() -> None:
    assert is_fresh_template(a_template("petition"), AT, ACCOUNT, CAMPAIGN, said(AT - 3 * HOUR)) == Verdict(
        allowed=False,
        rule="template-repeat",
        reason="template petition was said 3 h before, and is not repeated within 2 days",
        about="template",
    )


def test_another_template_is_fresh() -> None:
    assert is_fresh_template(a_template("another"), AT, ACCOUNT, CAMPAIGN, said(AT)).allowed


def test_what_another_account_said_does_not_count() -> None:
    assert is_fresh_template(a_template("petition"), AT, ACCOUNT, CAMPAIGN, said(AT, account="other")).allowed


def test_the_same_id_in_another_campaign_does_not_count() -> None:
    ledger = said(AT, campaign="another")
    assert is_fresh_template(a_template("petition"), AT, ACCOUNT, CAMPAIGN, ledger).allowed
    assert is_fresh_action(an_action(), AT, ACCOUNT, CAMPAIGN, ledger).allowed


@pytest.mark.parametrize("side", [-1, 1])
def test_an_action_rests_for_its_window_before_and_after(side: int) -> None:
    used = AT + side * 20 * HOUR
    assert is_fresh_action(an_action(), AT, ACCOUNT, CAMPAIGN, said(used)).allowed
    assert not is_fresh_action(an_action(), AT, ACCOUNT, CAMPAIGN, said(used - side * MOMENT)).allowed


def test_an_action_s_refusal_says_how_soon_it_comes_again() -> None:
    assert is_fresh_action(an_action(), AT, ACCOUNT, CAMPAIGN, said(AT + HOUR)) == Verdict(
        allowed=False,
        rule="action-repeat",
        reason="action amnesty-petition comes 1 h later, and is not repeated within 20 h",
        about="action",
    )


def test_an_action_said_at_the_very_instant_was_said_before() -> None:
    verdict = is_fresh_action(an_action(), AT, ACCOUNT, CAMPAIGN, said(AT))
    assert verdict.reason == "action amnesty-petition was said 0 s before, and is not repeated within 20 h"


def test_an_action_renamed_is_still_the_same() -> None:
    renamed = an_action("sign", was="amnesty-petition")
    assert not is_fresh_action(renamed, AT, ACCOUNT, CAMPAIGN, said(AT - HOUR)).allowed


def test_another_action_is_fresh() -> None:
    assert is_fresh_action(an_action("donate"), AT, ACCOUNT, CAMPAIGN, said(AT)).allowed


@pytest.mark.parametrize("side", [-1, 1])
def test_a_text_rests_for_its_window_before_and_after(side: int) -> None:
    used = AT + side * 14 * 24 * HOUR
    assert is_fresh_text(a_template(), a_post(), AT, ACCOUNT, CAMPAIGN, said(used)).allowed
    assert not is_fresh_text(a_template(), a_post(), AT, ACCOUNT, CAMPAIGN, said(used - side * MOMENT)).allowed


def test_a_text_s_refusal_names_its_template() -> None:
    assert is_fresh_text(a_template("petition"), a_post(), AT, ACCOUNT, CAMPAIGN, said(AT - 25 * HOUR)) == Verdict(
        allowed=False,
        rule="text-repeat",
        reason="the very same text of template petition was said 1 day 1 h before, and is not repeated within 14 days",
        about="text",
    )


def test_another_text_is_fresh() -> None:
    assert is_fresh_text(a_template(), a_post("Another."), AT, ACCOUNT, CAMPAIGN, said(AT)).allowed


@pytest.mark.parametrize("side", [-1, 1])
def test_a_text_that_another_account_says_rests_here_for_its_window_too(side: int) -> None:
    used = AT + side * 14 * 24 * HOUR
    for at, allowed in ((used, True), (used - side * MOMENT, False)):
        ledger = said(at, account="other")
        assert is_said_by_nobody_else(a_post(), AT, ["third", "other"], CAMPAIGN, ledger).allowed is allowed
        assert is_said_by_nobody_else(a_post(), AT, ["third"], CAMPAIGN, ledger).allowed


def test_a_refusal_for_anothers_text_names_the_account() -> None:
    verdict = is_said_by_nobody_else(a_post(), AT, ["other"], CAMPAIGN, said(AT - 25 * HOUR, account="other"))

    assert (verdict.rule, verdict.about) == ("said-elsewhere", "text")
    assert verdict.reason == (
        "the very same text on account other was said 1 day 1 h before, and is not repeated within 14 days"
    )
