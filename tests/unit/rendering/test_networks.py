import pytest

from scheduler.errors import NoSuchThing
from scheduler.model.picture_rule import EVERYWHERE, PictureRule
from scheduler.model.text_rule import Prices, TextRule
from scheduler.rendering.networks import known_networks, rule_for

PICTURES = {
    "x": PictureRule(max_bytes=5_000_000, max_side=4096, longest_alt=1000),
    "mastodon": PictureRule(max_bytes=16_000_000, max_side=None, max_pixels=8_294_400, longest_alt=1500),
    "bluesky": PictureRule(max_bytes=1_900_000, max_side=2000, longest_alt=2000),
    "paper": PictureRule(max_bytes=16_000_000, max_side=None, max_pixels=8_294_400, longest_alt=1500),
}


@pytest.mark.parametrize("network", known_networks())
def test_each_network_says_what_it_takes_of_pictures(network: str) -> None:
    assert rule_for(network).pictures == PICTURES[network]


def test_what_is_left_out_of_a_rule_is_what_every_network_takes() -> None:
    assert min(rule.max_bytes for rule in PICTURES.values()) == EVERYWHERE.max_bytes
    assert min(rule.max_side for rule in PICTURES.values() if rule.max_side) == EVERYWHERE.max_side
    assert min(rule.longest_alt for rule in PICTURES.values()) == EVERYWHERE.longest_alt


def test_four_networks_are_known() -> None:
    assert known_networks() == ("x", "mastodon", "bluesky", "paper")


def test_x_weighs_280_shortens_bare_domains_and_lets_no_one_be_tagged() -> None:
    rule = rule_for("x")
    assert (rule.counting, rule.limit, rule.link_length) == ("weighted", 280, 23)
    assert (rule.bare_domains, rule.public, rule.may_tag, rule.one_voice) == (True, True, False, True)


def test_x_charges_thirteen_times_as_much_for_a_post_with_a_link() -> None:
    assert rule_for("x").prices == Prices(post=15_000, post_with_link=200_000, look_up=1_000, read=5_000)
    assert rule_for("mastodon").prices is None


def test_mastodon_counts_500_graphemes_and_local_mentions() -> None:
    rule = TextRule(
        network="mastodon",
        counting="graphemes",
        limit=500,
        link_length=23,
        local_mentions=True,
        pictures=PICTURES["mastodon"],
    )
    assert rule_for("mastodon") == rule


def test_bluesky_counts_300_graphemes_in_3000_bytes_and_links_in_full() -> None:
    rule = TextRule(network="bluesky", counting="graphemes", limit=300, max_bytes=3000, pictures=PICTURES["bluesky"])
    assert rule_for("bluesky") == rule


def test_paper_is_not_public_and_anyone_may_be_tagged_on_it() -> None:
    rule = TextRule(
        network="paper", counting="graphemes", limit=500, public=False, may_tag=True, pictures=PICTURES["paper"]
    )
    assert rule_for("paper") == rule


def test_an_account_with_another_limit_keeps_the_other_rules() -> None:
    longer = rule_for("mastodon", 5000)
    assert (longer.limit, longer.link_length, longer.local_mentions) == (5000, 23, True)


def test_an_unknown_network_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(NoSuchThing) as caught:
        rule_for("twitter")
    assert str(caught.value) == "no network is called 'twitter'; known are x, mastodon, bluesky, paper"
