"""What a network charges for a text."""

from scheduler.model.text_rule import TextRule
from scheduler.rendering.links import find_links


def price_of(text: str, rule: TextRule) -> int:
    """In millionths of a US dollar. A link is whatever the network takes for one, also a bare domain."""
    if rule.prices is None:
        return 0
    linked = find_links(text, bare_domains=rule.bare_domains)
    return rule.prices.post_with_link if linked else rule.prices.post
