from scheduler.model.text_rule import TextRule
from tests.make import a_text_rule


def test_a_network_is_public_and_may_be_tagged_on_unless_it_says_otherwise() -> None:
    rule = TextRule(network="mastodon", counting="graphemes", limit=500)
    assert (rule.public, rule.may_tag) == (True, True)


def test_a_network_counts_links_and_handles_as_they_are_unless_it_says_otherwise() -> None:
    rule = TextRule(network="mastodon", counting="graphemes", limit=500)
    assert (rule.link_length, rule.bare_domains, rule.local_mentions, rule.max_bytes) == (None, False, False, None)


def test_rules_that_say_the_same_are_equal() -> None:
    assert a_text_rule() == a_text_rule()
    assert a_text_rule() != a_text_rule(limit=499)
