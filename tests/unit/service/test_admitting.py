from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.model.account import AcceptedRisk, Budget, Limits
from scheduler.model.campaign import Campaign, Link, Windows
from scheduler.model.house import House
from scheduler.model.ledger import Ledger, Line
from scheduler.model.post import Verdict, digest_of
from scheduler.model.sustain import Sustain
from scheduler.model.template import Variant
from scheduler.rendering.networks import rule_for
from scheduler.service.admitting import admission, may_tag, text_rule
from tests.make import (
    a_campaign,
    a_campaigns_picture,
    a_candidate,
    a_fact,
    a_house,
    a_slot,
    a_target,
    a_template,
    an_account,
    an_action,
    utc,
)

AT = utc("2026-11-23 09:00")


def ask(house: House, ledger: Ledger | None = None, *, candidate: bool = True) -> Verdict:
    """Whether the one template may carry the one action at nine in the morning."""
    action = house.campaigns[0].actions[0]
    asked = a_candidate(action=action, template=house.templates[0]) if candidate else None
    return admission(house).admit(a_slot("2026-11-23T09:00"), AT, asked, ledger or Ledger())


def wording(source: str, **changes: object) -> House:
    return a_house(templates=(a_template(variants=(Variant(name="text", source=source, line=1),)),), **changes)


def test_what_is_allowed_comes_with_its_finished_text() -> None:
    verdict = ask(a_house())

    assert verdict.allowed
    assert verdict.post is not None
    assert verdict.post.text == "Sign the petition amnesty-petition. https://example.org/amnesty-petition"


def test_a_slot_is_judged_before_anything_is_rendered() -> None:
    paused = a_house(campaigns=(a_campaign(paused=True),))

    assert ask(a_house(), candidate=False).allowed
    assert ask(paused, candidate=False).rule == "paused"


def test_a_candidate_that_breaks_a_rule_is_refused_with_the_rule() -> None:
    over = a_house(campaigns=(a_campaign(actions=(an_action(until=AT),)),))

    assert (ask(over).allowed, ask(over).rule) == (False, "ended")


def test_a_text_that_does_not_fit_is_refused_with_its_length() -> None:
    verdict = ask(wording("{{ action.ask }}" + " very" * 200))

    assert (verdict.allowed, verdict.rule) == (False, "fit")
    assert "of 500" in verdict.reason


def test_a_word_that_is_never_said_is_refused() -> None:
    verdict = ask(wording("{{ action.ask }} Horde!", campaigns=(a_campaign(never_say=("horde",)),)))

    assert (verdict.rule, verdict.reason) == ("never-say", "it says 'horde', which this campaign never says")


def test_the_very_same_text_is_not_said_again_within_its_window() -> None:
    campaign = a_campaign(no_repeat=Windows(template=timedelta(0), action=timedelta(0)))
    text = "Sign the petition amnesty-petition. https://example.org/amnesty-petition"
    said = Line(
        at=AT - timedelta(days=2), key="k", account="demo", campaign="c", action="a", template="t",
        digest=digest_of(text),
    )  # fmt: skip

    assert ask(a_house(campaigns=(campaign,)), Ledger([said])).rule == "text-repeat"


def test_a_public_account_does_not_carry_a_link_that_nobody_verified() -> None:
    unverified = a_campaign(actions=(an_action(link=Link(url="https://example.org/x")),))
    on_paper = a_house(campaigns=(unverified,))
    public = replace(on_paper, accounts=(an_account(network="mastodon"),))

    assert ask(on_paper).allowed
    assert ask(public).rule == "unverified-link"


def test_a_paper_account_keeps_the_lengths_of_the_network_it_imitates_but_stays_private() -> None:
    rule = text_rule(an_account(like="x"))

    assert (rule.network, rule.limit, rule.counting, rule.public) == ("x", 280, "weighted", False)


def test_a_server_with_a_larger_limit_is_believed() -> None:
    rule = text_rule(an_account(network="mastodon", limits=Limits(characters=5000)))

    assert (rule.limit, rule.public) == (5000, True)


@pytest.mark.parametrize(
    ("like", "accepted", "tags"), [("x", False, False), ("x", True, True), ("mastodon", False, True)]
)
def test_officials_are_tagged_where_the_network_allows_it_or_a_person_accepts_the_risk(
    like: str, accepted: bool, tags: bool
) -> None:
    risk = AcceptedRisk(rule="tag-officials", who="Anna", why="agreed")
    account = an_account(like=like, accepted=(risk,) if accepted else ())
    house = wording("{{ action.ask }} {{ targets }}", accounts=(account,), campaigns=(tagging(),))
    verdict = ask(house)

    assert may_tag(account, rule_for(like)) is tags
    assert verdict.post is not None
    assert ("@Genproc" in verdict.post.text) is tags


def tagging() -> Campaign:
    target = a_target(on={"x": "Genproc", "mastodon": "Genproc@mastodon.example"})
    return a_campaign(actions=(an_action(targets=("prosecutor-general",)),), targets=(target,))


def test_it_tells_the_planner_which_templates_need_a_fact_and_what_they_can_carry() -> None:
    bare = a_house(campaigns=(a_campaign(actions=(an_action(link=None),)),))
    fact = a_template(variants=(Variant(name="text", source="{{ fact }} {{ action.ask }}", line=1),))
    asking = admission(bare)

    assert asking.needs_fact(fact)
    assert not asking.needs_fact(a_template())
    assert asking.can_carry(fact, an_action(link=None)) is False
    assert asking.can_carry(a_template(), an_action())
    assert not asking.can_carry(a_template(), an_action(link=None))


def test_the_paper_that_imitates_x_costs_nothing_and_a_warning_counts_with_the_text() -> None:
    assert text_rule(an_account(like="x")).prices is None
    assert text_rule(an_account(network="x")).prices == rule_for("x").prices
    assert text_rule(an_account(network="mastodon", warning="Война")).limit == 495


@pytest.mark.parametrize(
    ("network", "source", "said"),
    [
        ("mastodon", "{{ action.ask }} {{ action.link }} {{ fact.source }}", "https://example.org/first-report"),
        ("x", "{{ action.ask }} {{ action.link }} See swapped.com.", "swapped.com"),
    ],
)
def test_a_public_account_says_no_link_but_its_action_s_own(network: str, source: str, said: str) -> None:
    house = wording(source, accounts=(an_account(network=network),), campaigns=(a_campaign(facts=(a_fact(),)),))
    candidate = a_candidate(template=house.templates[0], fact=a_fact())
    verdict = admission(house).admit(a_slot("2026-11-23T09:00"), AT, candidate, Ledger())

    assert verdict.rule == "unverified-link"
    assert verdict.reason.startswith(f"the post says {said}, which is no verified link of action amnesty-petition")
    assert (
        admission(replace(house, accounts=(an_account(),)))
        .admit(a_slot("2026-11-23T09:00"), AT, candidate, Ledger())
        .allowed
    )


def test_a_word_that_is_never_said_is_not_said_of_a_picture_either() -> None:
    campaign = a_campaign(
        pictures=(a_campaigns_picture(alt={"en": "A death camp."}),),
        actions=(an_action(pictures=("banner",)),),
        never_say=("death camp",),
    )
    candidate = a_candidate(action=campaign.actions[0])
    slot = a_slot()

    verdict = admission(a_house(campaigns=(campaign,))).admit(slot, slot.at, candidate, Ledger())

    assert (verdict.allowed, verdict.rule) == (False, "never-say")


@pytest.mark.parametrize(("network", "allowed"), [("x", False), ("mastodon", True)])
def test_where_a_network_wants_one_voice_two_accounts_do_not_say_the_same(network: str, allowed: bool) -> None:
    budget = Budget(posting=10_000_000)
    both = tuple(an_account(name, network=network, budget=budget) for name in ("demo", "other"))
    house = a_house(accounts=both)
    first = ask(house)
    assert first.post is not None
    said = Line(
        at=AT - timedelta(days=3), key="k", account="other", campaign="c", action="a", template="t",
        digest=first.post.digest,
    )  # fmt: skip
    verdict = ask(house, Ledger([said]))

    assert verdict.allowed is allowed
    if not allowed:
        assert verdict.rule == "said-elsewhere"
        assert verdict.reason.startswith("the very same text on account other was said 3 days before")


def test_a_post_carries_what_its_account_says_before_it_and_who_sees_it() -> None:
    loud, quiet = (
        ask(a_house(accounts=(an_account(network="mastodon", **manner),)))
        for manner in ({}, {"warning": "Violence", "visibility": "unlisted"})
    )
    assert loud.post is not None
    assert quiet.post is not None
    assert (loud.post.warning, loud.post.visibility) == ("", "")
    assert (quiet.post.warning, quiet.post.visibility) == ("Violence", "unlisted")


@pytest.mark.parametrize("learn", [True, False])
def test_where_a_campaign_learns_no_template_has_more_than_a_quarter_of_the_week(*, learn: bool) -> None:
    free = Windows(template=timedelta(0), action=timedelta(0), text=timedelta(0))
    house = a_house(campaigns=(a_campaign(no_repeat=free, sustain=Sustain(learn=learn)),))
    lines = [
        Line(at=AT + n * timedelta(days=1), key=str(n), account="demo", campaign="close-the-camps",
             action="amnesty-petition", template="petition", digest=str(n))
        for n in (-2, -1, 1, 2, 3)
    ]  # fmt: skip
    verdict = ask(house, Ledger(lines))
    assert verdict.allowed is not learn
    if learn:
        assert (verdict.rule, verdict.about) == ("share", "template")
        assert "has 5 of the 21 slots of these seven days already" in verdict.reason
