"""`awareness stop` and `resume`: after stop has returned, nothing of its scope is or will be on the wire."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from scheduler.app import App
from scheduler.cli.codes import Code
from scheduler.cli.door import tell
from scheduler.cli.opening import known_house, open_app, readers_zone, settings_of
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session, who
from scheduler.cli.standing import tell_of_stop_file
from scheduler.cli.verb import verb
from scheduler.errors import NoSuchThing, StoreTrouble
from scheduler.model.delivery import READABLE, UNFINISHED, Delivery
from scheduler.model.record import Scope
from scheduler.model.slot import SlotKey
from scheduler.service.finding import find_key
from scheduler.service.stopping import known_subject
from scheduler.words.posts import STATES, named
from scheduler.words.stops import resume_words, stop_words, whole_words

MOST = 5
"""Posts that are named one by one."""

STOP_FILE = "a file named STOP in the folder keeps everything from being sent, too"


def scoped(command: Callable[..., Any]) -> Callable[..., Any]:
    """The three scopes; none of them means everything."""
    for option, metavar, words in (
        ("--post", "KEY", "Only this post."),
        ("--account", "ID", "Only this account."),
        ("--campaign", "ID", "Only this campaign."),
    ):
        command = click.option(option, metavar=metavar, help=words)(command)
    return command


@verb("stop", example='awareness stop --campaign close-the-camps --why "the address is wrong"')
@scoped
@click.option("--why", default="stopped by hand", metavar="WORDS", help="For the record.")
def stop(session: Session, campaign: str | None, account: str | None, post: str | None, why: str) -> Code:
    """Send nothing more: everything, or one campaign, account or post.

    Waits for what is on the wire at this moment. When it returns 0, nothing of its scope is or will be sent; it
    returns 75 where an answer has still not come. It holds over restarts, edits and restores, until `awareness
    resume` lifts it.
    """
    screen = Screen(session)
    with _other_way_named():
        app = open_app(session)
        scope, subject = _scope(app, campaign, account, post)
        deadline = settings_of(app).deadline
        try:
            with screen.busy("Stopping; waiting for what is on the wire …"):
                found = app.stopping.stop(scope, subject, who=who(), why=why, deadline=deadline)
        except KeyboardInterrupt:
            return _interrupted(session, app, scope, subject)
    what = stop_words(scope, subject)
    if found.on_the_wire:
        rest = (
            "ask again, or see `awareness held`"
            if found.served
            else "the service that sent it is gone, and the next one looks for it"
        )
        return tell(
            session,
            Code.AGAIN,
            f"{what} is stopped, but an answer has not come for {_listed(found.on_the_wire)}: it may be out. "
            f"Nothing else of it is sent; {rest}",
        )
    if found.preparing:
        posts = _listed(found.preparing)
        return tell(
            session,
            Code.AGAIN,
            f"{what} is stopped, and {posts} will not go out, but something of it may still go up, such as a picture "
            "that nobody sees; ask again",
        )
    if found.new:
        screen.talk(f"Stopped: {what}. Nothing of it is or will be sent until `{resume_words(scope, subject)}`.")
    else:
        whole = whole_words(found.stop, readers_zone(app))
        screen.talk(f"It was stopped already: {whole}. `{resume_words(scope, subject)}` lifts it.")
    if found.doubtful:
        screen.talk(f"May be out already, and is not sent again while it is stopped: {_listed(found.doubtful)}.")
    if scope is Scope.POST:
        _tell_of_its_state(app, SlotKey.parse(subject), screen)
    return Code.DONE


@verb("resume", example="awareness resume --campaign close-the-camps")
@scoped
@click.option("--why", default="resumed by hand", metavar="WORDS", help="For the record.")
def resume(session: Session, campaign: str | None, account: str | None, post: str | None, why: str) -> None:
    """Lift a stop.

    Lifts exactly the stop of that scope: one of everything and one of an account are two. What is past its last
    moment by then is not sent.
    """
    screen = Screen(session)
    app = open_app(session)
    scope, subject = _scope(app, campaign, account, post, must_exist=False)
    try:
        app.stopping.resume(scope, subject, who=who(), why=why)
    except NoSuchThing:
        tell_of_stop_file(app, screen)  # what the person meant to lift may be that
        raise
    with app.store.look() as looking:
        left = looking.stops()
    screen.talk(f"Resumed: {stop_words(scope, subject)}.")
    for other in left:
        screen.talk(f"Still stopped: {whole_words(other, readers_zone(app))}.")
    tell_of_stop_file(app, screen)


def _listed(rows: Sequence[Delivery]) -> str:
    most = [named(row) for row in rows[:MOST]]
    return ", ".join([*most, f"{len(rows) - MOST} more"] if len(rows) > MOST else most)


def _tell_of_its_state(app: App, key: SlotKey, screen: Screen) -> None:
    """A stop keeps a post from being sent; what is out already it does not take back."""
    with app.store.look() as looking:
        row = looking.delivery(key)
    if row is not None and row.state not in UNFINISHED:
        taken = f"; `awareness delete {key.short}` takes it down" if row.state in READABLE else ""
        screen.talk(f"It is {row.state}: {STATES[row.state]}{taken}.")


@contextmanager
def _other_way_named() -> Iterator[None]:
    """Where the store cannot be used, a person who wants silence is told of the way that needs none."""
    try:
        yield
    except StoreTrouble as trouble:
        trouble.add_note(STOP_FILE)
        raise


def _interrupted(session: Session, app: App, scope: Scope, subject: str) -> Code:
    """The stop is committed before the waiting begins; whoever breaks that off must not think that it is not."""
    with app.store.look() as looking:
        stands = any((stop.scope, stop.subject) == (scope, subject) for stop in looking.stops())
    what = stop_words(scope, subject)
    said = f"{what} is stopped, but what was on the wire may still arrive" if stands else f"{what} is not stopped"
    return tell(session, Code.INTERRUPTED, f"interrupted: {said}")


def _scope(
    app: App, campaign: str | None, account: str | None, post: str | None, *, must_exist: bool = True
) -> tuple[Scope, str]:
    """Raises NoSuchThing, so that a mistyped name is not taken for a stop."""
    given = [name for name in (campaign, account, post) if name]
    if len(given) > 1:
        raise click.UsageError("One of --campaign, --account and --post at a time; without them everything is meant.")
    if post:
        with app.store.look() as looking:
            return Scope.POST, str(find_key(looking, post))
    scope = Scope.CAMPAIGN if campaign else Scope.ACCOUNT if account else Scope.ALL
    subject = campaign or account or ""
    if must_exist:
        with app.store.look() as looking:
            known_subject(known_house(app), looking, scope, subject)
    return scope, subject
