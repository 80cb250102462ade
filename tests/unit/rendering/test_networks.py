import pytest

from scheduler.errors import NoSuchThing
from scheduler.model.text_rule import Prices, TextRule
from scheduler.rendering.networks import known_networks, rule_for


def test_four_networks_are_known() -> None:
    assert known_networks() == ("x", "mastodon", "bluesky", "paper")


def test_x_weighs_280_shortens_bare_domains_and_lets_no_one_be_tagged() -> None:
    rule = rule_for("x")
    assert (rule.counting, rule.limit, rule.link_length) == ("weighted", 280, 23)
    assert (rule.bare_domains, rule.public, rule.may_tag) == (True, True, False)


def test_x_charges_thirteen_times_as_much_for_a_post_with_a_link() -> None:
    assert rule_for("x").prices == Prices(post=15_000, post_with_link=200_000, look_up=1_000, read=1_000)
    assert rule_for("mastodon").prices is None


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
