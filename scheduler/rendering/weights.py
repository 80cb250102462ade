"""How much each character of a text weighs for X, by its own table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Self

import regex

from scheduler.rendering.emoji import without_emoji
from scheduler.rendering.packaged import packaged


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """`default` and the weights in `light` are in parts of `scale`; `light` holds patterns of the characters that
    weigh something else. `emoji`: an emoji weighs `default`, whatever its parts. `invalid`: characters that the
    network refuses."""

    scale: int
    default: int
    light: tuple[tuple[regex.Pattern[str], int], ...] = ()
    emoji: bool = False
    invalid: frozenset[str] = field(default=frozenset())

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Self:
        """`ranges` in the table are triples: first code point, last code point, weight."""
        return cls(
            scale=table["scale"],
            default=table["default"],
            light=tuple(_patterns(table["ranges"])),
            emoji=table["emoji"],
            invalid=frozenset(table["invalid"]),
        )

    def weigh(self, text: str) -> int:
        """Parts of `scale`; the caller has normalised the text and taken its links away."""
        rest, emoji = without_emoji(text) if self.emoji else (text, 0)
        weight = emoji * self.default
        for pattern, light in self.light:
            heavier = pattern.sub("", rest)
            weight += light * (len(rest) - len(heavier))
            rest = heavier
        return weight + self.default * len(rest)


def _patterns(ranges: list[tuple[int, int, int]]) -> Iterator[tuple[regex.Pattern[str], int]]:
    for weight in sorted({weight for _, _, weight in ranges}):
        within = "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last, of in ranges if of == weight)
        yield regex.compile(f"[{within}]+"), weight


@cache
def weights_of_x() -> Weights:
    return Weights.of(packaged("networks")["weights"])
