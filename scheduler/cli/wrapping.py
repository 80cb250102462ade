"""Sentences that end their lines between words where a person looks at a screen, and are left alone elsewhere."""

import shutil
import textwrap
from typing import TextIO


def wrapped(text: str, stream: TextIO) -> str:
    """For `stream`. A line that begins with a space is kept as it is, and no word is ever cut: it may be an address to
    copy."""
    if not stream.isatty():
        return text
    width = shutil.get_terminal_size().columns
    return "\n".join(line if line[:1].isspace() else _filled(line, width) for line in text.split("\n"))


def _filled(line: str, width: int) -> str:
    return textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)
