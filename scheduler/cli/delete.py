"""`awareness delete`: takes a published post down at its network, for good."""

import click

from scheduler.cli.asking import must_be_answerable, sure
from scheduler.cli.cards import framed
from scheduler.cli.opening import open_app, readers_zone
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session, who
from scheduler.cli.verb import verb
from scheduler.errors import NoSuchThing
from scheduler.model.delivery import OUT, State
from scheduler.service.finding import find_key
from scheduler.words.posts import named
from scheduler.words.times import in_both


@verb("delete", example='awareness delete 3f9a1c02 --why "the number has changed"')
@click.argument("key")
@click.option("--why", default="deleted by hand", metavar="WORDS", help="For the record.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(session: Session, key: str, why: str, *, yes: bool) -> None:
    """Take a published post down, for good.

    At its network. Nothing ever sends it again. The record keeps that it was said; `awareness record redact` takes
    its text away as well.
    """
    screen = Screen(session)
    app = open_app(session)
    with app.store.look() as looking:
        row = looking.delivery(find_key(looking, key))
    if row is None:
        raise NoSuchThing(f"there is no post {key}")
    if row.state is State.DELETED:
        screen.talk(f"It was deleted already: {named(row)}.")
        return
    if row.state in OUT:
        must_be_answerable(yes=yes)
        said = row.receipt.at if row.receipt else row.due_at
        screen.show(*framed(row.post, f"{row.account}, said {in_both(said, row.zone, readers_zone(app))}", screen))
        sure("Take this post down, for good?", yes=yes)
    with screen.busy("Taking it down …"):
        app.taking_down.delete(row.key, who=who(), why=why)
    screen.talk(f"Deleted: {named(row)}. Nothing sends it again.")
