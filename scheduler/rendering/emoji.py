"""The emoji that every counter in use knows, so that each counts as one whatever its parts.

Counters carry tables of different years. An emoji that is missing from the oldest is left to be counted by its
characters, which is never less than what a newer table makes of it.
"""

from functools import cache

import regex

from scheduler.rendering.packaged import packaged, words_of

SKIN_TONES = "🏻🏼🏽🏾🏿"
KEYS = "0123456789#*"
KEYCAPS = ("\u20e3", "\ufe0f\u20e3")
TEXT_STYLE = "\ufe0e"
BLACK_FLAG, END_OF_TAGS = "\U0001f3f4", "\U000e007f"
TO_REGIONAL_INDICATORS = 0x1F1E6 - ord("A")
TO_TAGS = 0xE0000
LONGEST = 8
RUN = regex.compile(r"[\p{Emoji}\u200d\u20e3\ufe0e\ufe0f\U000e0020-\U000e007f]++")


def without_emoji(text: str) -> tuple[str, int]:
    """What is left of a text, and how many emoji were taken out of it."""
    left, taken, behind = [], 0, 0
    for run in RUN.finditer(text):
        if not run.group().isascii():  # digits may be parts of emoji
            rest, emoji = _take(run.group())
            left += [text[behind : run.start()], rest]
            taken += emoji
            behind = run.end()
    return "".join(left) + text[behind:], taken


def _take(run: str) -> tuple[str, int]:
    known = _known()
    left, taken, at = "", 0, 0
    while at < len(run):
        for end in range(min(at + LONGEST, len(run)), at, -1):
            if run[at:end] in known and run[end : end + 1] != TEXT_STYLE:
                taken, at = taken + 1, end
                break
        else:
            left, at = left + run[at], at + 1
    return left, taken


@cache
def _known() -> frozenset[str]:
    table = packaged("emoji")
    return frozenset(
        {
            *words_of(table, "plain"),
            *words_of(table, "signs"),
            *(emoji[0] + tone + emoji[1:] for emoji in words_of(table, "toned") for tone in SKIN_TONES),
            *(_shifted(country, TO_REGIONAL_INDICATORS) for country in words_of(table, "flags")),
            *(BLACK_FLAG + _shifted(region, TO_TAGS) + END_OF_TAGS for region in words_of(table, "regions")),
            *(key + keycap for key in KEYS for keycap in KEYCAPS),
        }
    )


def _shifted(letters: str, by: int) -> str:
    return "".join(chr(ord(letter) + by) for letter in letters)
