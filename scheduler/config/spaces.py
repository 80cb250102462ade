"""Tabs, and spaces that only look like spaces, where YAML hangs its structure on them."""

import re

from scheduler.config.flaws import Flaw
from scheduler.config.text import place

_ODD = (
    (re.compile(r"^[^#\n\t]*(\t)", re.MULTILINE), "a tab stands here", "use spaces: YAML does not take tabs"),
    (
        re.compile(r"^ *+(?:- ++)*+(?:[\w-]++ *+: *+)?([\u00a0\u2000-\u200a\u202f\u205f\u3000])", re.MULTILINE),
        "this looks like a space and is none",
        "type a plain space",
    ),
)
"""Where one stands in a line, what it is, what to do. Behind a # and inside a text they harm nobody."""


def with_plain_spaces(text: str, first_line: int) -> tuple[str, list[Flaw]]:
    """The text with a plain space for the first odd one of each line, and the first of each sort as a flaw."""
    flaws = []
    for odd, what, fix in _ODD:
        found = [match.start(1) for match in odd.finditer(text)]
        if found:
            more = f" (one of {len(found)} lines)" if found[1:] else ""
            flaws.append(Flaw(place(text, found[0], first_line), f"{what}{more}", fix))
            text = odd.sub(lambda match: f"{match[0][:-1]} ", text)
    return text, flaws
