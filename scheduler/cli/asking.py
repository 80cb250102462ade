"""Asks a person before something that cannot be taken back; never a program."""

import sys

import click


class Declined(click.Abort):
    """somebody was asked, and said no"""


def must_be_answerable(*, yes: bool) -> None:
    """Raises UsageError where nobody can be asked. `yes`: it was answered already."""
    if not yes and not sys.stdin.isatty():
        raise click.UsageError("This asks for a yes, and nobody is at the terminal; add --yes.")


def sure(question: str, *, yes: bool) -> None:
    """Raises Declined where the answer is no, Abort where there is none."""
    if not yes and not click.confirm(question, err=True):
        raise Declined
