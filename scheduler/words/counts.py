"""Counts and lists as people say them."""

from collections.abc import Sequence

IRREGULAR = {"entry": "entries"}


def count(number: int, noun: str) -> str:
    """`1 post`, `3 posts`, `no posts`."""
    if number == 1:
        return f"1 {noun}"
    return f"{number or 'no'} {IRREGULAR.get(noun, f'{noun}s')}"


def listed(things: Sequence[str]) -> str:
    """`x`, `x and y`, `x, y and z`; nothing is `none`."""
    if len(things) < 2:
        return things[0] if things else "none"
    return f"{', '.join(things[:-1])} and {things[-1]}"


def counts(numbers: Sequence[tuple[int, str]]) -> str:
    """`2 added, 1 moved`: only what there is; nothing is ``."""
    return ", ".join(f"{number} {word}" for number, word in numbers if number)
