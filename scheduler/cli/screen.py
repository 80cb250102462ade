"""Printing: data on stdout, talk on stderr; calm on a terminal, one thing a line in a pipe."""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console, RenderableType
from rich.text import Text

from scheduler.cli.session import Session

UNBOUNDED = 4000
"""Columns where nobody looks at a screen: a line is as long as what it says."""


class Screen:
    """Where one verb prints. `terminal`: a person is looking at stdout; `bounded`: it has a right edge."""

    def __init__(self, session: Session) -> None:
        self.terminal = sys.stdout.isatty()
        self.json = session.json
        self.bounded = self.terminal or "COLUMNS" in os.environ
        self._out = _console(session, stderr=False, width=None if self.bounded else UNBOUNDED)
        self._err = _console(session, stderr=True, width=None)

    @property
    def width(self) -> int:
        return self._out.width

    def wrap(self, text: Text, width: int) -> list[Text]:
        """The text as lines of at most so many columns."""
        lines = list(text.wrap(self._out, width))
        for line in lines:
            line.rstrip()
        return lines

    def show(self, *things: RenderableType) -> None:
        """Data, for stdout. Nothing is wrapped or padded in a pipe."""
        for thing in things:
            if self.terminal:
                self._out.print(thing)
            else:
                with self._out.capture() as captured:
                    self._out.print(thing)
                click.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))

    def document(self, document: object) -> None:
        """Data, for programs."""
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))

    def stream(self, documents: Iterable[object]) -> None:
        """A JSON array, an element a line, printed while it is read."""
        separator = "["
        for document in documents:
            click.echo(f"{separator}\n{json.dumps(document, ensure_ascii=False)}", nl=False)
            separator = ","
        click.echo("[]" if separator == "[" else "\n]")

    def talk(self, text: str | Text) -> None:
        """For the person who asked, on stderr."""
        self._err.print(Text(text) if isinstance(text, str) else text, soft_wrap=not self._err.is_terminal)

    @contextmanager
    def busy(self, what: str) -> Iterator[None]:
        """A sign of life on stderr while something takes its time; nothing where nobody looks."""
        if self._err.is_terminal:
            with self._err.status(Text(what)):
                yield
        else:
            yield


def _console(session: Session, *, stderr: bool, width: int | None) -> Console:
    return Console(
        stderr=stderr,
        width=width,
        no_color=session.plain or None,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
    )
