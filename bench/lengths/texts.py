"""Texts in mixed scripts, put together from ingredients.yml; each depends on its number alone."""

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import yaml

from scheduler.model.text_rule import TextRule
from scheduler.rendering.lengths import measure

T = TypeVar("T")
INGREDIENTS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("ingredients.yml").read_text("utf-8"))


class Choices:
    """Pseudo-random choices that are the same on every machine and in every release of Python."""

    def __init__(self, seed: str) -> None:
        self._seed, self._made = seed, 0

    def below(self, end: int) -> int:
        self._made += 1
        digest = blake2b(f"{self._seed} {self._made}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") % end

    def of(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]


def pieces(choices: Choices) -> Iterator[str]:
    while True:
        yield choices.of(INGREDIENTS["glue"])
        match choices.below(8):
            case 0 | 1:
                yield choices.of(INGREDIENTS["words"])
            case 2:
                yield choices.of(INGREDIENTS["emoji"])
            case 3:
                first, end = choices.of(INGREDIENTS["alphabets"])
                yield chr(first + choices.below(end - first))
            case _:
                yield "".join(address(choices))


def address(choices: Choices) -> Iterator[str]:
    yield choices.of(("", "", "http://", "https://", "HTTP://", "http:/", "ftp://"))
    for _ in range(1 + choices.below(3)):
        yield choices.of(INGREDIENTS["words"])
        yield choices.of((".", ".", ".", ".", "", "-", "。", ".."))
    yield choices.of(INGREDIENTS["endings"])
    if choices.below(2):
        yield choices.of(INGREDIENTS["paths"])


def text_of(number: int, rule: TextRule) -> str:
    """Every second text is filled up until it just fits, where a count that is too short by one shows."""
    choices = Choices(f"text {number}")
    text = "".join(islice(pieces(choices), 2 + 2 * choices.below(14)))
    room = rule.limit - measure(text, rule).length
    return f"{text} {'a' * (room - 1)}" if number % 2 and room > 0 else text
