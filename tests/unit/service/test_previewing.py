from collections.abc import Sequence
from dataclasses import replace

import pytest

from scheduler.errors import NoSuchThing
from scheduler.model.campaign import Kind
from scheduler.model.house import House
from scheduler.model.template import Variant
from scheduler.service.previewing import Card, Wanted, preview
from tests.make import a_campaign, a_fact, a_house, a_template, an_action
from tests.rig import NOON

BOTH = ("x", "mastodon")


def cards(house: House, networks: Sequence[str] = BOTH, **wanted: str) -> list[Card]:
    return list(preview(house, Wanted(networks=networks, **wanted), NOON))


def a_full_house() -> House:
    actions = (an_action("one"), an_action("two"), an_action("give", kind=Kind.DONATE))
    petition = a_template(kinds=(Kind.PETITION,))
    donate = a_template(
        "donate",
        kinds=(Kind.DONATE,),
        variants=(Variant(name="text", source="{{ fact }} {{ action.link }}", line=1),),
    )
    facts = (a_fact("foreign", text={"ru": "Факт."}), a_fact())
    return a_house(campaigns=(a_campaign(actions=actions, facts=facts),), templates=(petition, donate))


def test_every_template_is_shown_with_every_action_it_can_carry_on_every_network() -> None:
    assert [(c.template, c.action, c.network) for c in cards(a_full_house())] == [
        ("petition", "one", "x"),
        ("petition", "one", "mastodon"),
        ("petition", "two", "x"),
        ("petition", "two", "mastodon"),
        ("donate", "give", "x"),
        ("donate", "give", "mastodon"),
    ]


def test_a_card_holds_the_exact_post_counted_as_its_network_counts() -> None:
    card = cards(a_full_house(), ("x",), template="petition", action="one")[0]

    assert card.post is not None
    assert card.post.text == "Sign the petition one. https://example.org/one"
    assert (card.post.length, card.post.limit, card.remark) == (len("Sign the petition one. ") + 23, 280, "")
    assert (card.campaign, card.language, card.fact) == ("close-the-camps", "en", None)


def test_a_fact_in_the_right_language_is_shown_where_one_is_needed() -> None:
    card = cards(a_full_house(), ("x",), template="donate")[0]

    assert card.fact == "first-report"
    assert card.post is not None
    assert card.post.text.startswith("A fact: first-report.")


def test_one_can_ask_for_the_fact_that_is_said() -> None:
    house = a_full_house()
    campaign = house.campaigns[0]
    house = replace(house, campaigns=(replace(campaign, facts=(*campaign.facts, a_fact("second"))),))

    assert [card.fact for card in cards(house, ("x",), fact="second")] == [None, None, "second"]
    assert cards(house, ("x",), template="donate", fact="foreign")[0].post is None
    with pytest.raises(NoSuchThing, match="there is no fact 'third'"):
        cards(house, fact="third")


def test_one_can_ask_for_one_action_or_one_campaign() -> None:
    assert {c.action for c in cards(a_full_house(), action="two")} == {"two"}
    assert len(cards(a_full_house(), campaign="close-the-camps")) == 6
    with pytest.raises(NoSuchThing, match="nothing"):
        cards(a_full_house(), campaign="nothing")


def test_what_cannot_be_said_shows_why() -> None:
    missing = cards(a_house(campaigns=(a_campaign(actions=(an_action(link=None),)),)), ("x",))[0]
    long = a_template(variants=(Variant(name="text", source="{{ action.ask }}" + " very" * 100, line=1),))
    unfit = cards(a_house(templates=(long,)), ("x",))[0]

    assert missing.post is None
    assert "link" in missing.remark
    assert unfit.post is None
    assert "of 280" in unfit.remark


def test_an_ask_that_is_over_is_shown_with_that_remark() -> None:
    over = a_house(campaigns=(a_campaign(actions=(an_action(until=NOON),)),))
    card = cards(over, ("x",))[0]

    assert card.post is not None
    assert "ended" in card.remark
