"""Which way a language and a text run, and how a value of the other direction is kept from turning its neighbours."""

import unicodedata
from typing import Literal

from scheduler.rendering.packaged import packaged, words_of

Direction = Literal["ltr", "rtl"]

STRONG: dict[str, Direction] = {"L": "ltr", "R": "rtl", "AL": "rtl"}
ISOLATE_STARTS = frozenset({"LRI", "RLI", "FSI"})
FIRST_STRONG_ISOLATE, POP_DIRECTIONAL_ISOLATE = "\u2068", "\u2069"


def is_rtl(language: str) -> bool:
    """By a BCP 47 tag: a script in it (`ks-Deva`) says more than its language."""
    table = packaged("directions")
    first, *more = language.lower().replace("_", "-").split("-")
    script = next((subtag for subtag in more if len(subtag) == 4 and subtag.isalpha()), None)
    return first in words_of(table, "languages") if script is None else script in words_of(table, "scripts")


def base_direction(text: str) -> Direction | None:
    """Set by the first strong character outside of isolates (UAX 9, P2 and P3); None where there is none."""
    depth = 0
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ISOLATE_STARTS:
            depth += 1
        elif kind == "PDI":
            depth = max(depth - 1, 0)
        elif depth == 0 and kind in STRONG:
            return STRONG[kind]
    return None


def isolate(value: str) -> str:
    """The value between marks that let it take its own direction and leave the text around it alone."""
    return f"{FIRST_STRONG_ISOLATE}{value}{POP_DIRECTIONAL_ISOLATE}"
