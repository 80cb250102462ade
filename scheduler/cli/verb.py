"""How a verb is declared: the options that all share, an example in every help, the session as first argument."""

from collections.abc import Callable
from functools import update_wrapper
from pathlib import Path
from typing import Concatenate, ParamSpec

import click

from scheduler.cli.session import Session

P = ParamSpec("P")
HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
FOLDER = click.Path(file_okay=False, path_type=Path)


def _folder(ctx: click.Context, _: click.Parameter, value: Path | None) -> None:
    if value is not None:
        ctx.ensure_object(Session).folder = value


def _data(ctx: click.Context, _: click.Parameter, value: Path | None) -> None:
    if value is not None:
        ctx.ensure_object(Session).data = value


def _no_color(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's own call
    if value:
        ctx.ensure_object(Session).color = False


def _json(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's own call
    if value:
        ctx.ensure_object(Session).json = True


def shared(*, outermost: bool = False) -> list[click.Parameter]:
    """The options that stand before the verb (`outermost`, where the environment counts too) and after it."""
    return [
        click.Option(
            ["--folder"],
            type=FOLDER,
            metavar="DIR",
            envvar="AWARENESS_FOLDER" if outermost else None,
            expose_value=False,
            callback=_folder,
            help="Where config/ and templates/ lie (AWARENESS_FOLDER; otherwise this folder).",
        ),
        click.Option(
            ["--data"],
            type=FOLDER,
            metavar="DIR",
            envvar="AWARENESS_DATA" if outermost else None,
            expose_value=False,
            callback=_data,
            help="Where the store and the paper feed lie (AWARENESS_DATA; otherwise data/ in the folder).",
        ),
        click.Option(
            ["--no-color"],
            is_flag=True,
            expose_value=False,
            callback=_no_color,
            help="Print without colours; NO_COLOR and TERM=dumb do the same.",
        ),
    ]


def as_json() -> click.Option:
    return click.Option(
        ["--json"],
        is_flag=True,
        expose_value=False,
        callback=_json,
        help="Print JSON for programs; an error is then JSON too, on stderr.",
    )


def verb(
    name: str, *, example: str, reads: bool = False
) -> Callable[[Callable[Concatenate[Session, P], object]], click.Command]:
    """Declare a verb. `reads`: it prints data, so it takes --json."""

    def declare(run: Callable[Concatenate[Session, P], object]) -> click.Command:
        command = click.command(name, context_settings=HELP, epilog=epilog(example))(click.pass_obj(run))
        command.params += [*([as_json()] if reads else []), *shared()]
        return command

    return declare


def verbs(
    name: str, *, example: str, reads: bool = False
) -> Callable[[Callable[Concatenate[Session, P], object]], click.Group]:
    """Declare a verb with verbs of its own below it; by itself it runs what is decorated."""

    def declare(run: Callable[Concatenate[Session, P], object]) -> click.Group:
        @click.pass_context
        def alone(ctx: click.Context, /, *args: P.args, **kwargs: P.kwargs) -> object:
            return None if ctx.invoked_subcommand else run(ctx.ensure_object(Session), *args, **kwargs)

        made = click.group(name, cls=Group, context_settings=HELP, epilog=epilog(example), invoke_without_command=True)
        group = made(update_wrapper(alone, run))
        group.params += [*([as_json()] if reads else []), *shared()]
        return group

    return declare


class Group(click.Group):
    """A verb with verbs below it."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as unknown:
            if not any(option.name == "campaign" for option in self.params):
                raise
            said = f"{unknown.message} One campaign alone: `awareness {self.name} --campaign {args[0]}`."
            raise click.NoSuchCommand(args[0], said, possibilities=self.commands, ctx=ctx) from unknown


def epilog(*examples: str) -> str:
    return "\b\nExample:\n" + "\n".join(f"  {example}" for example in examples)
