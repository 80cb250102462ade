"""`awareness record`: what happened, who did it, when and why; and whether that can be trusted."""

from collections.abc import Iterator

import click
from rich.text import Text

from scheduler.app import App
from scheduler.cli.codes import Code
from scheduler.cli.exporting import Kept, exported
from scheduler.cli.opening import in_force, open_app, readers_zone
from scheduler.cli.rows import Row, aligned
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session, who
from scheduler.cli.times import instant
from scheduler.cli.verb import verb, verbs
from scheduler.model.record import HOUSE, Entry
from scheduler.model.slot import SlotKey
from scheduler.service.finding import find_key
from scheduler.service.recording import Filter
from scheduler.words.counts import count
from scheduler.words.posts import REDACTED, printable
from scheduler.words.times import stamp

TEXTS = frozenset({"delivery.planned", "delivery.rewritten", "delivery.posted"})
"""The entries below which a text is shown: where it was made, and where it went out."""


@verbs("record", example='awareness record --since "yesterday 00:00" --account rehearsal', reads=True)
@click.option("--account", metavar="ID", help="Only this account; `house` for what belongs to none.")
@click.option("--key", metavar="KEY", help="Only this post.")
@click.option("--since", metavar="TIME", help='From then on: 2026-11-23, "yesterday 09:00", "2h ago".')
@click.option("--until", metavar="TIME", help="Before then.")
@click.option(
    "--event", "events", multiple=True, metavar="NAME", help="Only this, as delivery.posted; may be repeated."
)
@click.option("--export", type=click.Choice(["json", "csv"]), help="Every field of every entry, to keep or to check.")
@click.option("--texts", is_flag=True, help="With the texts.")
def record(
    session: Session,
    account: str | None,
    key: str | None,
    since: str | None,
    until: str | None,
    events: tuple[str, ...],
    export: str | None,
    *,
    texts: bool,
) -> None:
    """What happened: who did what, when and why.

    The record is append-only; its entries are sealed one to the next, which `awareness record verify` checks. --json
    is --export json.
    """
    screen = Screen(session)
    app = open_app(session)
    reader = readers_zone(app)
    now = session.clock.now()
    wanted = Filter(
        account=account,
        key=_key(app, key) if key else None,
        since=instant(since, reader, now, whole_days=True) if since else None,
        until=instant(until, reader, now, whole_days=True) if until else None,
        events=events,
    )
    pages = _pages(app, wanted, texts=texts)
    if export or screen.json:
        exported(pages, export or "json", screen, texts=texts)
        return
    shown = 0
    for page in pages:
        screen.show(*aligned([_row(kept, screen, reader, texts=texts) for kept in page], screen, wrapped=True))
        shown += len(page)
    if not shown:
        _must_be_known(app, account)
        screen.talk("Nothing of that is in the record.")


def _pages(app: App, wanted: Filter, *, texts: bool) -> Iterator[list[Kept]]:
    """The texts are fetched in one look a page, which ends before anything is printed."""
    for page in app.recording.pages(wanted):
        if not texts:
            yield [Kept(row) for _, row in page]
            continue
        with app.store.look() as looking:
            found = {d: looking.text(d) for d in {row.entry.digest for _, row in page} if d}
        yield [Kept(row, found.get(row.entry.digest or "")) for _, row in page]


def _row(kept: Kept, screen: Screen, reader: str, *, texts: bool) -> Row:
    entry = kept.row.entry
    short = SlotKey.parse(entry.key).short if entry.key else ""
    why = Text(printable(_shortened(entry) if screen.bounded else entry.why))
    why.append(f"  {entry.who}", "dim" if entry.who.startswith("beat:") else "magenta")
    text = kept.text if kept.text is not None else REDACTED
    shown = texts and entry.event in TEXTS
    below = [Text(line, "italic") for line in printable(text).splitlines()] if shown else []
    return Row([Text(stamp(entry.at, reader), "dim"), entry.event, Text(short or entry.chain, "cyan"), why], below)


def _shortened(entry: Entry) -> str:
    """A choice is explained at length; on a screen the first reason will do."""
    if entry.event != "delivery.planned":
        return entry.why
    first, *others = entry.why.split("; ")
    return f"{first}; {count(len(others), 'more reason')}" if others else first


def _key(app: App, text: str) -> SlotKey:
    with app.store.look() as looking:
        return find_key(looking, text)


def _must_be_known(app: App, account: str | None) -> None:
    if account and account != HOUSE:
        in_force(app).house.account(account)


@verb("verify", example="awareness record verify", reads=True)
def verify(session: Session) -> Code:
    """Look whether every entry is still what was written, and in its place.

    Finds entries that were changed, removed or put in, a cut end, and texts that were changed. Exits with 1 where it
    finds something.
    """
    screen = Screen(session)
    app = open_app(session)
    with screen.busy("Looking at every entry …"):
        found = app.recording.verify()
    if screen.json:
        screen.document({"entries": found.rows, "chains": found.chains, "faults": list(found.faults)})
        return Code.ATTENTION if found.faults else Code.DONE
    screen.show(*(Text(printable(fault), style="red") for fault in found.faults))
    summary = f"{count(found.rows, 'entry')} in {count(found.chains, 'chain')}: "
    if found.faults:
        screen.show(Text.assemble(summary, (count(len(found.faults), "fault"), "bold red")))
        return Code.ATTENTION
    screen.show(Text.assemble(summary, ("as they were written", "bold green")))
    return Code.DONE


@verb("redact", example='awareness record redact 3f9a1c02 --why "it named a person"')
@click.argument("key")
@click.option("--why", required=True, metavar="WORDS", help="For the record, which says that a text was taken away.")
def redact(session: Session, key: str, why: str) -> None:
    """Take the text of one post out of the store, for good.

    What was said is then known by its digest alone, and the record still verifies. A published post stays where it
    was published: see `awareness delete`.
    """
    app = open_app(session)
    found = _key(app, key)
    digest = app.recording.redact(found, who=who(), why=why)
    Screen(session).talk(f"The text of {found.short} is gone; its digest {digest[:12]} stays in the record.")


record.add_command(verify)
record.add_command(redact)
