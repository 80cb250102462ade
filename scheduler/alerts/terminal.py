"""Tells alerts to whoever looks at the terminal."""

import shutil
import textwrap
from collections.abc import Sequence
from typing import TextIO

from scheduler.model.record import Alert


class TerminalSink:
    """One line for each alert, on a stream such as standard error."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def tell(self, alerts: Sequence[Alert]) -> None:
        for alert in alerts:
            line = f"{alert.at:%Y-%m-%d %H:%M} UTC alert ({alert.kind}): {_one_line(alert.text)}"
            self._stream.write(f"{self._between_words(line)}\n")
        self._stream.flush()

    def _between_words(self, line: str) -> str:
        """One line, which ends between words where a person looks at a screen."""
        if not self._stream.isatty():
            return line
        width = shutil.get_terminal_size().columns
        return textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)


def _one_line(text: str) -> str:
    """A network's words may be in it: nothing of them may steer the terminal or look like a second line."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
