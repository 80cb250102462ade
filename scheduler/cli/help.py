"""`awareness help`: help on a verb, and what the exit codes mean."""

import click
from rich.text import Text

from scheduler.cli.codes import MEANINGS
from scheduler.cli.rows import Row, aligned
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session
from scheduler.cli.table import VERBS
from scheduler.cli.verb import verb

EXIT_CODES = "exit-codes"


@verb("help", example=f"awareness help {EXIT_CODES}", reads=True)
@click.argument("topic", required=False)
@click.pass_context
def explain(ctx: click.Context, session: Session, topic: str | None) -> None:
    """Show help on a verb, or what the exit codes mean.

    TOPIC is a verb, or `exit-codes`.
    """
    outermost = ctx.find_root()
    if topic == EXIT_CODES:
        _exit_codes(Screen(session))
    elif topic is None:
        click.echo(outermost.get_help())
    else:
        command = outermost.command
        found = command.get_command(outermost, topic) if isinstance(command, click.Group) else None
        if found is None:
            raise click.NoSuchCommand(
                topic, f"There is no verb {topic!r}.", possibilities=[*VERBS, EXIT_CODES], ctx=outermost
            )
        click.echo(found.get_help(click.Context(found, info_name=topic, parent=outermost)))


def _exit_codes(screen: Screen) -> None:
    if screen.json:
        screen.document({str(int(code)): meaning for code, meaning in MEANINGS.items()})
        return
    rows = [Row([Text(f"{int(code):3}", "bold"), meaning]) for code, meaning in MEANINGS.items()]
    screen.show(*aligned(rows, screen, wrapped=True))
