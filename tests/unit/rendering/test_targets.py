"""What officials are called in a post, and who may be mentioned."""

import pytest

from scheduler.model.account import AcceptedRisk
from scheduler.model.text_rule import TextRule
from scheduler.rendering.marks import marked_parts
from scheduler.rendering.targets import called, handles_of
from scheduler.rendering.terms import Missing
from tests.make import a_campaign, a_target, a_text_rule, an_account, an_action

CAMPAIGN = a_campaign(
    targets=(
        a_target("prosecutor", name={"en": "the Prosecutor", "ru": "прокурор"}, on={"x": "Genproc"}),
        a_target("committee", name={"en": "the Committee"}, on={"x": "sledcom_rf", "mastodon": "sk@a.org"}),
        a_target("ombudsman", name={"en": "the Ombudsman"}, on={}),
    )
)
ACTION = an_action(targets=("prosecutor", "committee", "ombudsman"))
RISK = AcceptedRisk(rule="tag-officials", who="Anna", why="they asked for it")
OTHER_RISK = AcceptedRisk(rule="other", who="Anna", why="they asked for it")


def parts(rule: TextRule, language: str = "en") -> list[tuple[str, str]]:
    handles = handles_of(CAMPAIGN, ACTION, an_account(), rule)
    return marked_parts(str(called(CAMPAIGN, ACTION, handles, language)))


@pytest.mark.parametrize(
    ("network", "text"),
    [
        ("x", "@Genproc, @sledcom_rf and the Ombudsman"),
        ("mastodon", "the Prosecutor, @sk@a.org and the Ombudsman"),
        ("paper", "the Prosecutor, the Committee and the Ombudsman"),
    ],
)
def test_targets_are_handles_where_they_have_one(network: str, text: str) -> None:
    assert "".join(piece for _, piece in parts(a_text_rule(network))) == text


def test_handles_are_marked_and_names_are_not() -> None:
    assert parts(a_text_rule("x")) == [
        ("mention", "@Genproc"),
        ("", ", "),
        ("mention", "@sledcom_rf"),
        ("", " and the Ombudsman"),
    ]


@pytest.mark.parametrize(
    ("may_tag", "accepted", "handles"),
    [
        (True, (), {"prosecutor": "Genproc", "committee": "sledcom_rf"}),
        (False, (), {}),
        (False, (OTHER_RISK,), {}),
        (False, (RISK,), {"prosecutor": "Genproc"}),
        (True, (RISK,), {"prosecutor": "Genproc", "committee": "sledcom_rf"}),
    ],
)
def test_where_mentions_are_forbidden_an_accepted_risk_allows_one(
    may_tag: bool, accepted: tuple[AcceptedRisk, ...], handles: dict[str, str]
) -> None:
    rule = a_text_rule("x", may_tag=may_tag)

    assert handles_of(CAMPAIGN, ACTION, an_account(accepted=accepted), rule) == handles


@pytest.mark.parametrize("targets", [(), ("nobody",)])
def test_an_action_may_have_no_targets(targets: tuple[str, ...]) -> None:
    assert called(CAMPAIGN, an_action(targets=targets), {}, "en") == Missing("the action has no targets")


def test_a_target_needs_a_name_in_the_language_or_a_handle() -> None:
    action = an_action(targets=("committee",))

    assert called(CAMPAIGN, action, {}, "ru") == Missing("there is no Russian name of the target 'committee'")
    assert marked_parts(str(called(CAMPAIGN, action, {"committee": "sk"}, "ru"))) == [("mention", "@sk")]


def test_names_are_composed() -> None:
    campaign = a_campaign(targets=(a_target("a", name={"en": "cafe\u0301"}),))

    assert str(called(campaign, an_action(targets=("a",)), {}, "en")) == "café"
