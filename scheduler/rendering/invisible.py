"""Characters that nobody sees in an editor and that change what is said, named for people."""

import unicodedata
from collections.abc import Iterator

import regex

_UNSEEN = regex.compile(
    r"[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0--\t\n]", flags=regex.VERSION1
)
_JOINED_SCRIPTS = regex.compile(
    r"[\p{Script_Extensions=Arabic}\p{Script_Extensions=Syriac}\p{Script_Extensions=Mongolian}"
    r"\p{Indic_Syllabic_Category=Virama}\p{Indic_Syllabic_Category=Consonant}\p{Extended_Pictographic}"
    r"\p{Emoji_Modifier}\ufe0f]",
)
_RIGHT_TO_LEFT = regex.compile(r"[\p{L}&&[\p{Bidi_Class=R}\p{Bidi_Class=AL}]]", flags=regex.VERSION1)
_JOINERS = "\u200c\u200d"
_DIRECTIONS = "\u061c\u200e\u200f\u2066\u2067\u2068\u2069"
_BLACK_FLAG = "\U0001f3f4"
_LONGEST_FLAG = 8
_NAMES = {"\ufeff": "BYTE ORDER MARK (ZERO WIDTH NO-BREAK SPACE)", "\r": "CARRIAGE RETURN"}


def unseen(text: str) -> Iterator[tuple[int, str]]:
    """Offset and name of every such character. Joiners are left to the scripts and emoji that need them, direction
    marks and isolates to texts that run right to left; overrides, which can make a text read as another, to none."""
    turns = _RIGHT_TO_LEFT.search(text) is not None
    for found in _UNSEEN.finditer(text):
        at, character = found.start(), found[0]
        if character in _JOINERS and at and _JOINED_SCRIPTS.match(text[at - 1]):
            continue
        if character in _DIRECTIONS and turns:
            continue
        if "\U000e0020" <= character <= "\U000e007f" and _BLACK_FLAG in text[max(0, at - _LONGEST_FLAG) : at]:
            continue
        yield at, name_of(character)


def name_of(character: str) -> str:
    name = _NAMES.get(character) or unicodedata.name(character, "a character without a name")
    return f"{name} (U+{ord(character):04X})"
