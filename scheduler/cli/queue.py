"""`awareness queue`: what will be said, in order, as it stands in the outbox."""

import click
from rich.text import Text

from scheduler.app import App
from scheduler.cli import documents
from scheduler.cli.opening import in_force, open_app, readers_zone
from scheduler.cli.rows import Row, aligned
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session
from scheduler.cli.standing import tell_what_stands_in_the_way
from scheduler.cli.verb import verb
from scheduler.model.delivery import UNFINISHED, Delivery, State
from scheduler.words.counts import count
from scheduler.words.posts import STATES, around, gist
from scheduler.words.times import in_both

STYLES = {State.HELD: "bold red", State.IN_DOUBT: "yellow", State.SENDING: "green", State.QUEUED: "cyan"}
PAGE = 500


@verb("queue", example="awareness queue --account rehearsal --limit 5", reads=True)
@click.option("--account", metavar="ID", help="Only this account.")
@click.option("--campaign", metavar="ID", help="Only this campaign.")
@click.option("--limit", type=click.IntRange(1, PAGE), default=PAGE, metavar="N", help="At most so many.")
def queue(session: Session, account: str | None, campaign: str | None, limit: int) -> None:
    """What will be said, in order.

    As it stands in the outbox, with what is on its way. The key is how other verbs name a post: skip, move, stop
    --post, delete. With --json: everything that is known of each post, its whole text as well.
    """
    screen = Screen(session)
    app = open_app(session)
    reader = readers_zone(app)
    with app.store.look() as looking:
        found = looking.deliveries(states=UNFINISHED, account=account, campaign=campaign, limit=limit)
    if not found:
        _must_be_known(app, account, campaign)
    if screen.json:
        screen.document([documents.delivery(row) for row in found])
        return
    screen.show(*aligned([_row(row, reader) for row in found], screen, header=("key", "due", "state", "account", "")))
    states = sorted({row.state for row in found}, key=list(State).index)
    screen.talk(Text("; ".join(f"{state}: {STATES[state]}" for state in states) or "nothing is planned", style="dim"))
    tell_what_stands_in_the_way(app, found, screen, service=False)
    if len(found) == limit:
        screen.talk(Text(f"{count(limit, 'post')} shown; there may be more (--limit)", style="dim"))


def _row(row: Delivery, reader: str) -> Row:
    told = Text.assemble((f"{row.action}  ", "bold"), gist(row.post))
    due = in_both(row.ready_at, row.zone, reader)
    cells: list[str | Text] = [
        Text(row.key.short, "cyan"),
        due,
        Text(row.state, STYLES.get(row.state, "")),
        row.account,
        told,
    ]
    return Row(cells, [Text(line, "dim") for line in around(row.post)])


def _must_be_known(app: App, account: str | None, campaign: str | None) -> None:
    """A wrong name is not an empty queue. Raises NoSuchThing."""
    house = in_force(app).house
    if account:
        house.account(account)
    if campaign:
        house.campaign(campaign)
