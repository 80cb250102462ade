"""A file's bytes as text, with every character that cannot be read or cannot be seen named."""

import re
import unicodedata
from typing import NamedTuple

from scheduler.config.flaws import Flaw, Mark

SPOILED = "\ufffd"
"""Stands in for a character that was complained about, so that columns stay and nothing complains again."""

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_BLACK_FLAG = r"\U0001F3F4[\U000E0020-\U000E007E]+\U000E007F"  # the flags of England, Scotland, Wales
_UNSEEN = re.compile(
    rf"(?P<flag>{_BLACK_FLAG})"
    r"|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u115f\u1160\u180e\u200b\u2028-\u202e\u2060-\u206f\u3164"
    r"\ufeff\uffa0\ufff9-\uffff\U000E0000-\U000E007F]"
    # joiners and direction marks belong to scripts that use them, not beside, or between, ASCII characters
    r"|(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])"
    r"|(?<![^\x00-\x7f])[\u200e\u200f](?![^\x00-\x7f])"
)


class Text(NamedTuple):
    """`clean` has plain line ends, no byte-order mark, and SPOILED for each character that is in `flaws`; None: these
    bytes are no text."""

    clean: str | None
    flaws: tuple[Flaw, ...] = ()


def decode(content: bytes) -> Text:
    if content.startswith(_UTF_16):
        return Text(None, (Flaw(Mark(1, 1), "this file is UTF-16, not UTF-8", _SAVE),))
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return Text(None, (_undecodable(content, error),))
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _without_unseen(text)


def place(text: str, index: int, first_line: int = 1) -> Mark:
    """The line and column of an index."""
    line_start = text.rfind("\n", 0, index) + 1
    return Mark(text.count("\n", 0, line_start) + first_line, index - line_start + 1)


_SAVE = "save it again with the encoding UTF-8"


def _undecodable(content: bytes, error: UnicodeDecodeError) -> Flaw:
    start = error.start
    before = content[:start].decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    mark = place(before, len(before))
    if error.reason == "unexpected end of data":
        return Flaw(
            mark, f"the file ends in the middle of a character (byte {start + 1})", "restore the end of the file"
        )
    return Flaw(mark, f"byte {start + 1}, 0x{content[start]:02X}, is not UTF-8", _SAVE)


def _without_unseen(text: str) -> Text:
    found: dict[str, list[int]] = {}
    for match in _UNSEEN.finditer(text):
        if match["flag"] is None:
            found.setdefault(match[0], []).append(match.start())
    if not found:
        return Text(text)
    flaws = tuple(_unseen(text, char, places) for char, places in found.items())
    spoiled = list(text)
    for places in found.values():
        for index in places:
            spoiled[index] = SPOILED
    return Text("".join(spoiled), flaws)


def _unseen(text: str, char: str, places: list[int]) -> Flaw:
    name = unicodedata.name(char, "control character").lower()
    more = f" (and {len(places) - 1} more in this file)" if len(places) > 1 else ""
    if char == SPOILED:
        return Flaw(
            place(text, places[0]),
            f"a character was lost here before (U+FFFD){more}",
            "type it again, and save the file as UTF-8",
        )
    return Flaw(
        place(text, places[0]),
        f"an invisible character stands here: U+{ord(char):04X}, {name}{more}",
        "delete it, or type the text again instead of pasting it",
    )
