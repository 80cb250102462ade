import pytest

from scheduler.rendering.networks import rule_for
from scheduler.rendering.prices import price_of


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("Sign.", 15_000),
        ("Sign https://example.org/s now.", 200_000),
        ("Sign at example.org now.", 200_000),
        ("Write to a@example.org.", 15_000),
    ],
)
def test_on_x_whatever_becomes_a_link_costs_as_one(text: str, price: int) -> None:
    assert price_of(text, rule_for("x")) == price


@pytest.mark.parametrize("network", ["mastodon", "bluesky", "paper"])
def test_elsewhere_nothing_costs_anything(network: str) -> None:
    assert price_of("Sign https://example.org/s now.", rule_for(network)) == 0
