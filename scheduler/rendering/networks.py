"""How each network counts a text, and what it lets an automated account do."""

from dataclasses import replace
from functools import cache
from typing import Any

from scheduler.errors import NoSuchThing
from scheduler.model.picture_rule import PictureRule
from scheduler.model.text_rule import Prices, TextRule
from scheduler.rendering.packaged import packaged


def known_networks() -> tuple[str, ...]:
    return tuple(_rules())


def rule_for(network: str, characters: int | None = None) -> TextRule:
    """`characters` takes the place of the network's own limit, for a server or an account that allows more. Raises
    NoSuchThing."""
    rule = _rules().get(network)
    if rule is None:
        raise NoSuchThing(f"no network is called {network!r}; known are {', '.join(known_networks())}")
    return rule if characters is None else replace(rule, limit=characters)


@cache
def _rules() -> dict[str, TextRule]:
    return {
        name: TextRule(
            network=name,
            pictures=PictureRule(**_unsourced(entry["pictures"])),
            prices=Prices(**_unsourced(entry["prices"])) if "prices" in entry else None,
            **{key: value for key, value in _unsourced(entry).items() if key not in {"pictures", "prices"}},
        )
        for name, entry in packaged("networks")["networks"].items()
    }


def _unsourced(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key != "source"}
