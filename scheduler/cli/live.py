"""`awareness live`: a person lets an account publish, after a look at its first week."""

import click
from rich.text import Text

from scheduler.cli.asking import must_be_answerable, sure
from scheduler.cli.opening import in_force, open_app, readers_zone
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session, who
from scheduler.cli.slots import slots
from scheduler.cli.verb import verb
from scheduler.service.going_live import Voice


@verb("live", example="awareness live main-mastodon")
@click.argument("account")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--off", is_flag=True, help="Take it back: nothing more is said there, and what is ahead is withdrawn.")
def live(session: Session, account: str, *, yes: bool, off: bool) -> None:
    """Let an account publish, after a look at its first week.

    A new account says nothing until somebody has seen what it would say. Accounts on paper need no decision: nothing
    that they say leaves this machine.
    """
    screen = Screen(session)
    app = open_app(session)
    current = in_force(app)
    if off:
        current.house.account(account)
        if app.going_live.take_back(account, who=who()):
            screen.talk(f"{account} is no longer live; what was planned for it is withdrawn.")
        else:
            screen.talk(f"{account} was not live by anybody's decision; nothing changed.")
        return
    voice = app.going_live.voice(current, account)
    if voice is Voice.BY_ITSELF:
        screen.talk(f"{account} is live by itself: it is on paper, and nothing that it says leaves this machine.")
        return
    if voice is Voice.LET:
        screen.talk(f"{account} is live already. `awareness live --off {account}` takes it back.")
        return
    must_be_answerable(yes=yes)
    with screen.busy("Planning its first week …"):
        week = app.going_live.first_week(current, account)
    screen.show(Text(f"What {account} would say in its first week:", "bold"))
    screen.show(*slots(week, screen, reader=readers_zone(app), marked=False, whole=True))
    sure(f"Let {account} publish?", yes=yes)
    app.going_live.let(current, account, who=who())
    screen.talk(f"{account} is live. `awareness stop --account {account}` keeps it from saying anything.")
