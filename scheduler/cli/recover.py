"""`awareness recover`: after a backup was put back, settles what the accounts said meanwhile, and lifts the stop."""

from collections.abc import Iterable, Iterator, Sequence

import click
from rich.console import RenderableType
from rich.text import Text

from scheduler.cli import documents
from scheduler.cli.asking import must_be_answerable, sure
from scheduler.cli.codes import Code
from scheduler.cli.opening import open_app, readers_zone
from scheduler.cli.rows import Row, aligned
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session, who
from scheduler.cli.verb import verb
from scheduler.model.delivery import AHEAD, State
from scheduler.service.fates import Fate
from scheduler.service.recovering import Recalled, Recovery
from scheduler.words.counts import count
from scheduler.words.posts import printable
from scheduler.words.times import stamp

SNAPSHOT = "a person says that a snapshot of the whole machine was put back"
WORDS = {
    State.POSTED: Text("is out", "bold green"),
    State.HELD: Text("is held", "bold yellow"),
    State.EXPIRED: Text("is not said", "yellow"),
    State.WITHDRAWN: Text("was taken down", "yellow"),
}


@verb("recover", example="awareness recover", reads=True)
@click.option("--look", is_flag=True, help="Only show what was found; settle nothing, and go on with nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--hold", is_flag=True, help="Do not wait for accounts that cannot be asked: hold what may be out there.")
@click.option("--snapshot", is_flag=True, help="The whole machine was put back, which no file shows.")
def recover(session: Session, *, look: bool, yes: bool, hold: bool, snapshot: bool) -> Code:
    """Go on after a backup was put back.

    Asks every account what it said since the backup, and settles what that tells: what is found is out; what surely
    is not goes on in the queue; what nobody can tell is held, or let go where its time has passed. Then the service
    speaks again. An account that cannot be asked now stays stopped; ask again later, or add --hold.
    """
    if not look:
        must_be_answerable(yes=yes)
    screen = Screen(session)
    app = open_app(session)
    with screen.busy("Asking the accounts what they said …"):
        found = app.recovering.look(who=who(), forced=SNAPSHOT if snapshot else "")
    if found is None:
        screen.talk("This store was neither put back nor copied; there is nothing to recover.")
        return Code.DONE
    away = {one.account for one in found.accounts if one.trouble}
    if look or not screen.json:
        _show(found, found.accounts, screen, readers_zone(app), settled=False)
    if look:
        return Code.ATTENTION if away else Code.DONE
    sure("Settle it like this, and speak again?", yes=yes)
    done = app.recovering.settle(found, who=who(), hold=away if hold else ())
    left = () if hold else tuple(one for one in found.accounts if one.trouble)
    if screen.json:
        _show(found, (*done, *left), screen, readers_zone(app), settled=True)
    for one in left:
        screen.talk(f"{one.account} stays stopped, because it could not be asked: {one.trouble}.")
    with app.store.look() as looking:
        others = [stop for stop in looking.stops() if not stop.waits_for_recover]
    for stop in others:
        screen.talk(f"Still stopped: {f'{stop.scope} {stop.subject}'.strip()}, by {stop.who}: {stop.why}.")
    if any(fate.becomes is State.HELD for one in done for fate in one.fates):
        screen.talk("`awareness held` shows what only a person can settle.")
    screen.talk("What was said is settled" + (", but for what is stopped." if left else "; the service speaks again."))
    return Code.ATTENTION if left else Code.DONE


def _show(found: Recovery, accounts: Sequence[Recalled], screen: Screen, zone: str, *, settled: bool) -> None:
    if screen.json:
        screen.document(
            {
                "signs": list(found.put_back.signs),
                "since": documents.instant(found.put_back.since),
                "told": documents.instant(found.put_back.at),
                "settled": settled,
                "accounts": [_document(one) for one in accounts],
            }
        )
        return
    since = f"It knows all that was said until {stamp(found.put_back.since, zone)}" if found.put_back.since else ""
    screen.show(
        Text("The store was put back or copied:", "bold"), *(Text(f"  {sign}.") for sign in found.put_back.signs)
    )
    screen.show(*([Text(f"{since}.")] if since else []))
    for one in accounts:
        screen.show(Text(), *_block(one, screen, zone))


def _block(one: Recalled, screen: Screen, zone: str) -> Iterator[RenderableType]:
    if one.trouble:
        yield Text.assemble((one.account, "bold"), "  ", (f"cannot be asked now: {printable(one.trouble)}", "red"))
        return
    number = count(sum(fate.becomes is State.POSTED for fate in one.fates), "post")
    yield Text.assemble((one.account, "bold"), f"  {number} that this store did not know to be out")
    yield from aligned(list(_rows(one.fates, zone)), screen, indent=2, wrapped=True)


def _rows(fates: Iterable[Fate], zone: str) -> Iterator[Row]:
    for fate in fates:
        goes_on = fate.becomes in AHEAD
        word = Text("goes on", "green") if goes_on else WORDS[fate.becomes]
        yield Row([Text(stamp(fate.row.due_at, zone), "dim"), fate.row.key.short, word, printable(fate.why)])


def _document(one: Recalled) -> documents.Document:
    return {
        "account": one.account,
        "trouble": one.trouble,
        "posts": [
            {
                "key": str(fate.row.key),
                "was": str(fate.row.state),
                "becomes": str(fate.becomes),
                "why": fate.why,
                "url": fate.receipt.url if fate.receipt else None,
            }
            for fate in one.fates
        ],
    }
