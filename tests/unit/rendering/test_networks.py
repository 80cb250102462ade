import pytest

from scheduler.errors import NoSuchThing
from scheduler.model.text_rule import TextRule
from scheduler.rendering.networks import known_networks, rule_for


def test_four_networks_are_known() -> None:
    assert known_networks() == ("x", "mastodon", "bluesky", "paper")


def test_x_weighs_280_shortens_bare_domains_and_lets_no_one_be_tagged() -> None:
    rule = TextRule(
        network="x", counting="weighted", limit=280, link_length=23, bare_domains=True, public=True, may_tag=False
    )
    assert rule_for("x") == rule


def test_mastodon_counts_500_graphemes_and_local_mentions() -> None:
    rule = TextRule(network="mastodon", counting="graphemes", limit=500, link_length=23, local_mentions=True)
    assert rule_for("mastodon") == rule


def test_bluesky_counts_300_graphemes_in_3000_bytes_and_links_in_full() -> None:
    assert rule_for("bluesky") == TextRule(network="bluesky", counting="graphemes", limit=300, max_bytes=3000)


def test_paper_is_not_public_and_anyone_may_be_tagged_on_it() -> None:
    rule = TextRule(network="paper", counting="graphemes", limit=500, public=False, may_tag=True)
    assert rule_for("paper") == rule


def test_an_account_with_another_limit_keeps_the_other_rules() -> None:
    longer = rule_for("mastodon", 5000)
    assert (longer.limit, longer.link_length, longer.local_mentions) == (5000, 23, True)


def test_an_unknown_network_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(NoSuchThing) as caught:
        rule_for("twitter")
    assert str(caught.value) == "no network is called 'twitter'; known are x, mastodon, bluesky, paper"
