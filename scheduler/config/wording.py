"""How problems are worded: what is known, what was probably meant; never a value that could be a secret."""

from collections.abc import Collection
from difflib import get_close_matches
from functools import lru_cache

from scheduler.config.paths import shown

_AT_MOST = 20


def listed(words: Collection[str]) -> str:
    """In the order of the alphabet; long lists are cut."""
    ordered = sorted(words)
    more = f" and {len(ordered) - _AT_MOST} more" if len(ordered) > _AT_MOST else ""
    return ", ".join(ordered[:_AT_MOST]) + more


def nearest(word: str, known: Collection[str], *, alike: float = 0.6) -> str | None:
    """What was probably meant; None: nothing that is known is that much alike (0: not at all, 1: the same)."""
    folded = _folded(frozenset(known))
    found = get_close_matches(word.casefold(), folded, 1, alike)
    return folded[found[0]] if found else None


@lru_cache
def _folded(known: frozenset[str]) -> dict[str, str]:
    return {name.casefold(): name for name in sorted(known, reverse=True)}


def unknown(noun: str, word: str, known: Collection[str]) -> tuple[str, str]:
    """What is wrong and what to do. The word is repeated only where it is nearly one that is known: anything else
    could have been pasted in by mistake."""
    near = nearest(word, known)
    if near is not None:
        return f"there is no {noun} {shown(word)!r}", f"did you mean {near!r}?"
    if not known:
        return f"there is no such {noun}", "none is written yet: add it, or leave this out"
    return f"there is no such {noun}", f"known: {listed(known)}"
