"""`awareness live`: a person lets an account publish, after a look at its first week."""

from collections import Counter
from collections.abc import Iterator

import click
from rich.console import RenderableType
from rich.text import Text

from scheduler.app import App
from scheduler.cli.asking import must_be_answerable, sure
from scheduler.cli.opening import in_force, open_app, readers_zone
from scheduler.cli.rows import Row, aligned
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session, who
from scheduler.cli.slots import slots
from scheduler.cli.verb import verb
from scheduler.model.account import Account
from scheduler.service.going_live import Voice
from scheduler.service.planning import Look
from scheduler.words.accounts import label, rules, speaker
from scheduler.words.counts import count


@verb("live", example="awareness live main-mastodon")
@click.argument("account")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--off", is_flag=True, help="Take it back: nothing more is said there, and what is ahead is withdrawn.")
def live(session: Session, account: str, *, yes: bool, off: bool) -> None:
    """Let an account publish, after a look at its first week.

    A new account says nothing until somebody has seen what it would say. Its network is asked first who it is; what
    its server would not take does not go live. Accounts on paper need no decision: nothing
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
    _introduce(app, current.house.account(account), screen)
    with screen.busy("Planning its first week …"):
        week = app.going_live.first_week(current, account)
    if any(planned.choice for planned in week.plan.slots):
        screen.show(Text(f"What {account} would say in its first week:", "bold"))
        screen.show(*slots(week, screen, reader=readers_zone(app), marked=False, whole=True))
        sure(f"Let {account} publish?", yes=yes)
    else:
        screen.show(*_silent_week(week, account, screen))
        sure(f"Let {account} publish all the same?", yes=yes)
    app.going_live.let(current, account, who=who())
    screen.talk(f"{account} is live. `awareness stop --account {account}` keeps it from saying anything.")


def _silent_week(week: Look, account: str, screen: Screen) -> Iterator[RenderableType]:
    """Each reason once, with how many slots it keeps empty: what comes first is what to mend first."""
    places = week.plan.slots
    if not places:
        yield Text(f"No schedule lets {account} say anything in its first week.", "bold yellow")
        return
    yield Text(
        f"{account} would say nothing in its first week; {count(len(places), 'slot')} would stay empty:", "bold yellow"
    )
    reasons = Counter(reason for planned in places for reason in planned.why[1:] or planned.why)
    rows = [Row([f"{times}x", reason]) for reason, times in reasons.most_common()]
    yield from aligned(rows, screen, indent=2, wrapped=True)


def _introduce(app: App, account: Account, screen: Screen) -> None:
    """So that nothing goes live with a dead token, or under another's name, or too long for its server."""
    with screen.busy("Asking its network who it is …"):
        profile = app.introducing.meet(account, who=who())
    found = app.introducing.must_be_fit(account, profile)
    screen.talk(f"{account.id} speaks as {speaker(profile)}. Marked as automated: {label(profile)}.")
    for line in (*found.troubles, *found.advice):
        screen.talk(f"{line}.")
    if profile.rules:
        screen.talk("\n".join(("The rules of its server:", *(f"  {rule}" for rule in rules(profile)))))
