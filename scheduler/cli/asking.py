"""Asks a person before something that cannot be taken back; never a program."""

import sys

import click


def must_be_answerable(*, yes: bool) -> None:
    """Raises UsageError where nobody can be asked. `yes`: it was answered already."""
    if not yes and not sys.stdin.isatty():
        raise click.UsageError("This asks for a yes, and nobody is at the terminal; add --yes.")


def sure(question: str, *, yes: bool) -> None:
    """Raises Abort where the answer is no."""
    if not yes and not click.confirm(question, err=True):
        raise click.Abort
