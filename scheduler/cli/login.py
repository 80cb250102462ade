"""`awareness login` and `logout`: connects an account with its network, and parts them again."""

import click
from rich.text import Text

from scheduler.app import App, build
from scheduler.cli.asking import must_be_answerable, sure
from scheduler.cli.disk import house_on_disk, place_of
from scheduler.cli.introductions import introduced
from scheduler.cli.opening import open_app, readers_zone
from scheduler.cli.people import AtTheTerminal, must_be_at_the_terminal, one_line
from scheduler.cli.rows import Row, aligned
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session, who
from scheduler.cli.verb import verb
from scheduler.model.account import Account, Granted, Profile
from scheduler.service.appraising import appraise
from scheduler.words.accounts import costs, rules, speaker


@verb("login", example="awareness login main-mastodon")
@click.argument("account")
@click.option("--paste", is_flag=True, help="Take a token that you have already.")
@click.option("--token-stdin", is_flag=True, help="The same from stdin, for scripts.")
def login(session: Session, account: str, *, paste: bool, token_stdin: bool) -> None:
    """Connect an account with its network, step by step.

    What you type is never shown. The token is tried first, and kept where the configuration says: in a file that only
    you can read. One that does not work changes nothing.
    """
    screen = Screen(session)
    found = house_on_disk(session).account(account)
    app = build(place_of(session), clock=session.clock, create=True)
    way = app.logging_in.login(found)
    if token_stdin:
        granted = Granted(token=one_line())
    else:
        must_be_at_the_terminal()
        person = AtTheTerminal()
        granted = Granted(token=person.asked(f"Paste {way.wanted}")) if paste else way.obtain(person)
    with screen.busy("Trying the token …"):
        profile = app.logging_in.accept(found, granted, who=who())
    _told(app, found, profile, screen)


def _told(app: App, account: Account, profile: Profile, screen: Screen) -> None:
    now = app.clock.now()
    appraisal = appraise(account, profile, now)
    screen.show(Text(f"{account.id} speaks as {speaker(profile)}", "bold"))
    rows = [Row([Text(name, "dim"), what]) for name, what in introduced(profile, now, readers_zone(app))]
    screen.show(*aligned(rows, screen, indent=2, wrapped=True))
    if profile.rules:
        screen.show(Text("The server's rules:"), *(Text(f"  {rule}") for rule in rules(profile)))
    if charged := costs(account):
        screen.talk(f"On {account.network} {charged}.")
    for line in (*appraisal.troubles, *appraisal.advice):
        screen.talk(f"{line}.")
    screen.talk(f"The token works and is kept. {_next(app, account)}")


def _next(app: App, account: Account) -> str:
    if app.logging_in.locked(account):
        return f"It is stopped since its network let it in no longer: `awareness resume --account {account.id}`."
    if app.introducing.standing(account, who=who(), offline=True).live:
        return f"{account.id} is live and speaks with it from now on."
    return f"Next: `awareness live {account.id}`."


@verb("logout", example="awareness logout main-mastodon")
@click.argument("account")
@click.option("--yes", is_flag=True, help="Do not ask.")
def logout(session: Session, account: str, *, yes: bool) -> None:
    """Part an account from its network, and delete its token.

    It is no longer live, what was planned for it is withdrawn, its token is revoked where the network allows that, and
    deleted here.
    """
    screen = Screen(session)
    found = house_on_disk(session).account(account)
    app = open_app(session)
    must_be_answerable(yes=yes)
    sure(f"Log {account} out, and withdraw what is planned for it?", yes=yes)
    with screen.busy("Logging it out …"):
        left = app.logging_in.log_out(found, who=who())
    screen.talk(f"{account} is logged out, and its token is deleted here.")
    for line in left:
        screen.talk(f"What is left to you: {line}.")
