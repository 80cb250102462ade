"""The person at the terminal while an account is logged in: what they type is never shown."""

import sys

import click

from scheduler.cli.wrapping import wrapped
from scheduler.secrecy import hold


class AtTheTerminal:
    def tell(self, text: str) -> None:
        click.echo(f"{wrapped(text, sys.stderr)}\n", err=True)

    def asked(self, question: str) -> str:
        """Raises Abort where they have enough of it."""
        answer: str = click.prompt(f"{question} (it is not shown)", hide_input=True, err=True)
        hold(answer)
        return answer.strip()


def must_be_at_the_terminal() -> None:
    """Raises UsageError where nobody is."""
    if not sys.stdin.isatty():
        raise click.UsageError("This asks, and nobody is at the terminal; hand the token over with --token-stdin.")


def one_line() -> str:
    """The first line of stdin. Raises UsageError where it is empty, or is more than a token."""
    given = sys.stdin.read(64 * 1024).strip()
    hold(given)
    if not given:
        raise click.UsageError("Nothing came on stdin; a token in one line was expected.")
    if len(given.splitlines()) > 1:
        raise click.UsageError("More than one line came on stdin; a token in one line was expected.")
    return given
