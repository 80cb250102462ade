"""The command `awareness`: the options that every verb shares, and the door that every error goes through."""

import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import click

from scheduler.cli.door import through, unread
from scheduler.cli.session import Session
from scheduler.cli.table import Table
from scheduler.cli.verb import HELP, as_json, shared


class Awareness(Table):
    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT001, FBT002 - click's signature
        **extra: Any,
    ) -> Any:
        os.umask(os.umask(0o077) | 0o002)  # what we write decides what is said: nobody else may change it
        arguments = sys.argv[1:] if args is None else list(args)
        session = extra.setdefault("obj", Session())
        run = super().main
        code = through(
            session,
            arguments,
            lambda: run(arguments, prog_name or "awareness", complete_var, standalone_mode=False, **extra),
        )
        if standalone_mode:
            sys.exit(code)
        return code

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        with unread():
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        with unread():
            return super().invoke(ctx)


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's own call
    if value:
        click.echo(f"awareness-scheduler {version('awareness-scheduler')}")
        ctx.exit()


@click.group(
    "awareness",
    cls=Awareness,
    context_settings=HELP,
    epilog="\b\nExample:\n  awareness init my-campaign && cd my-campaign && awareness run\n\n"
    "Data is printed on stdout, talk on stderr. `awareness help exit-codes` says what the exit codes mean.",
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
def awareness() -> None:
    """Say what a campaign has to say, when it should be said, exactly once.

    The files under config/ and templates/ hold campaigns, accounts and texts; `awareness run` speaks from them.
    """


awareness.params += [*shared(outermost=True), as_json()]
