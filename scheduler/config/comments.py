"""Comments that swallow what a person meant to say: `#CloseTheCamps` without quotes is never read."""

import re
from collections.abc import Iterator

_STARTS_A_COMMENT = " \t#!"
_COMMENT_AHEAD = re.compile("[ \t]*#")


def swallowed(text: str, start: int, end: int) -> Iterator[int]:
    """The index of every `#` that stands between two YAML events, behind something in its line, and directly
    before a word. `# a comment` with a space is what people write when they mean one."""
    index = text.find("#", start, end)
    while index >= 0:
        line_end = text.find("\n", index)
        line_end = len(text) if line_end < 0 else line_end
        behind = text[text.rfind("\n", 0, index) + 1 : index].strip()
        if behind and index + 1 < line_end and text[index + 1] not in _STARTS_A_COMMENT:
            yield index
        index = text.find("#", line_end, end)


def comment_after(text: str, index: int) -> int | None:
    """The index of the comment that follows in the same line with nothing between; None: there is none."""
    found = _COMMENT_AHEAD.match(text, index)
    return found.end() - 1 if found else None
