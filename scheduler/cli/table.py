"""Every verb in one table, each loaded only when it is asked for; so that each starts quickly."""

from importlib import import_module

import click

SECTIONS: dict[str, dict[str, tuple[str, str]]] = {
    "Write and rehearse": {
        "init": ("init:init", "Make a new campaign folder with a small campaign on paper."),
        "check": ("check:check", "Say what is wrong in the files, all at once."),
        "preview": ("preview:preview", "Show the exact posts, network by network."),
        "links": ("links:links", "Look at every link, safely, and say what it found."),
        "plan": ("plan:plan", "Show what would be said, and what an edit would change."),
    },
    "Connect": {
        "login": ("login:login", "Connect an account with its network, step by step."),
        "accounts": ("accounts:accounts", "Who each account is at its network, and what troubles it."),
        "logout": ("login:logout", "Part an account from its network, and delete its token."),
    },
    "Speak": {
        "run": ("run:run", "Keep the service going until Ctrl-C or SIGTERM."),
        "once": ("run:once", "Do everything that is due, once, and end; for cron."),
        "live": ("live:live", "Let an account publish, after a look at its first week."),
        "say": ("say:say", "Say one more thing, by hand."),
        "skip": ("say:skip", "Take one post out of the plan."),
        "move": ("say:move", "Move one post to another time."),
    },
    "Watch": {
        "status": ("status:status", "How things are, and what needs a person."),
        "queue": ("queue:queue", "What will be said, in order."),
        "record": ("record:record", "What happened: who did what, when and why."),
        "attention": (
            "attention:attention",
            "How attention stands: what is said of each campaign's topic, against what is usual.",
        ),
        "readings": ("readings:readings", "What became of the posts that are out."),
        "report": ("reporting:report", "How attention went, what was said, and what was not."),
        "held": ("held:held", "Posts that only a person can settle."),
        "resolve": ("held:resolve", "Settle a held post."),
    },
    "Stop": {
        "stop": ("stop:stop", "Send nothing more: everything, or one campaign, account or post."),
        "resume": ("stop:resume", "Lift a stop."),
        "delete": ("delete:delete", "Take a published post down, for good."),
    },
    "Keep": {
        "backup": ("backup:backup", "Copy the store to one file, while the service runs."),
        "restore": ("backup:restore", "Put a backup in the place of the store."),
        "recover": ("recover:recover", "Go on after a backup was put back."),
    },
    "Tools": {
        "measure": ("measure:measure", "Count a text as a network counts it."),
        "schema": ("schema:schema", "Print the JSON Schemas of the files, for editors."),
        "db": ("db:db", "Look after the store."),
        "help": ("help:explain", "Show help on a verb, or what the exit codes mean."),
    },
}
"""Section, verb, where it is written (under scheduler.cli), and the line that the overview gives it."""

VERBS = {name: found for section in SECTIONS.values() for name, found in section.items()}


class Table(click.Group):
    """The overview is printed from the table alone; only the verb that was asked for is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        return load(cmd_name) if cmd_name in VERBS else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in VERBS and not name.startswith("-"):
            raise click.NoSuchCommand(name, f"There is no verb {name!r}.", possibilities=VERBS, ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The verbs come first: they are what people look for."""
        self.format_commands(ctx, formatter)
        click.Command.format_options(self, ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        width = max(map(len, VERBS))
        for title, verbs in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name.ljust(width), line) for name, (_, line) in verbs.items()])


def load(name: str) -> click.Command:
    module, _, attribute = VERBS[name][0].partition(":")
    command = getattr(import_module(f"scheduler.cli.{module}"), attribute)
    if not isinstance(command, click.Command):
        raise TypeError(f"scheduler.cli.{module}:{attribute} is no verb")
    return command
