"""`awareness held` and `resolve`: posts that may or may not be out, which only a person can settle."""

from collections.abc import Iterator

import click
from rich.console import RenderableType
from rich.text import Text

from scheduler.app import App
from scheduler.cli import documents
from scheduler.cli.cards import framed
from scheduler.cli.opening import open_app, readers_zone
from scheduler.cli.rows import Row, aligned
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session, who
from scheduler.cli.standing import tell_what_stands_in_the_way
from scheduler.cli.times import length
from scheduler.cli.verb import verb
from scheduler.model.delivery import Delivery, State
from scheduler.model.record import Sealed
from scheduler.service.finding import find_key
from scheduler.service.grounds import grounds
from scheduler.service.recording import Filter
from scheduler.words.counts import count
from scheduler.words.posts import named, printable
from scheduler.words.times import in_both, stamp

BEFORE = frozenset({"delivery.planned", "delivery.rewritten", "delivery.moved", "delivery.frozen"})
"""What happened to a post before anybody tried to send it says nothing of where it is."""

NEWEST = 6
"""How much of a post's history is shown: its last tries."""


@verb("held", example="awareness held", reads=True)
def held(session: Session) -> None:
    """Posts that only a person can settle.

    Each was sent, and no answer came that tells whether the network took it. Sending it again could say it twice, so
    somebody has to look at the account; then `awareness resolve` says what was found.
    """
    screen = Screen(session)
    app = open_app(session)
    with app.store.look() as looking:
        rows = looking.deliveries(states={State.HELD})
    histories = {row.key: _history(app, row) for row in rows}
    if screen.json:
        screen.document([_document(row, histories[row.key]) for row in rows])
        return
    for row in rows:
        _show(row, histories[row.key], screen, readers_zone(app), late=session.clock.now() > row.send_by)
    screen.talk(f"{count(len(rows), 'post')} held." if rows else "Nothing is held.")


def _history(app: App, row: Delivery) -> list[Sealed]:
    entries = (entry for page in app.recording.pages(Filter(key=row.key)) for _, entry in page)
    return [entry for entry in entries if entry.entry.event not in BEFORE]


def _document(row: Delivery, history: list[Sealed]) -> documents.Document:
    known = grounds(row, [sealed.entry for sealed in history])
    return {
        **documents.delivery(row),
        "sent": [documents.instant(at) for at in known.sent],
        "bytes": {"size": known.size, "sha256": known.digest},
        "looks": [{"at": documents.instant(at), "shown": what} for at, what in known.looks],
        "history": [documents.sealed(sealed) for sealed in history[-NEWEST:]],
    }


def _show(row: Delivery, history: list[Sealed], screen: Screen, reader: str, *, late: bool) -> None:
    short = row.key.short
    screen.show(*framed(row.post, f"{named(row)}, due {in_both(row.due_at, row.zone, reader)}", screen))
    known = [Row([Text(name, "dim"), what]) for name, what in _known(row, history, reader, late=late)]
    entries = [
        Row([Text(stamp(e.entry.at, reader), "dim"), e.entry.event, printable(e.entry.why)]) for e in history[-NEWEST:]
    ]
    answers = [
        Row([Text(what, "bold"), f"awareness resolve {short} {answer}"], [then])
        for what, answer, then in (
            ("it is out", "--posted URL", "it counts as posted; what becomes of it is read, and it can be taken down"),
            (
                "it is not out",
                f"--send{' --late 2h' if late else ''}",
                "its network is asked once more; where it does not show it, the post is sent again",
            ),
            ("let it go", "--withdraw", "it is never sent again; where it is out, it stays there"),
        )
    ]
    shown: list[RenderableType] = [*aligned(known, screen, indent=2, wrapped=True), Text()]
    shown += [*aligned(entries, screen, indent=2, wrapped=True), Text()]
    screen.show(*shown, *aligned(answers, screen, indent=2), Text())


def _known(row: Delivery, history: list[Sealed], reader: str, *, late: bool) -> Iterator[tuple[str, str]]:
    found = grounds(row, [sealed.entry for sealed in history])
    if found.sent:
        again = f"; {count(len(found.sent), 'time')}, the last {stamp(found.sent[-1], reader)}"
        yield "sent", f"{stamp(found.sent[0], reader)}{again if len(found.sent) > 1 else ''}"
    if found.digest is not None:
        yield "as", f"{count(found.size or 0, 'byte')}, SHA-256 {found.digest[:16]}"
    if found.looks:
        at, shown = found.looks[-1]
        yield "looked for", f"{count(len(found.looks), 'time')}, the last {stamp(at, reader)}: {printable(shown)}"
    else:
        yield "looked for", "never"
    verb = "passed" if late else "is"
    yield "last moment", f"{verb} {in_both(row.send_by, row.zone, reader)}"


@verb("resolve", example="awareness resolve 3f9a1c02 --posted https://mastodon.example/@camp/109")
@click.argument("key")
@click.option("--posted", metavar="URL", help="It is out: here.")
@click.option("--send", is_flag=True, help="It is surely not out: send it.")
@click.option("--late", metavar="DURATION", help="With --send, past its last moment: within this time from now.")
@click.option("--withdraw", is_flag=True, help="Let it go, whatever became of it.")
def resolve(session: Session, key: str, posted: str | None, late: str | None, *, send: bool, withdraw: bool) -> None:
    """Settle a held post.

    Say which it is: it is out, it is surely not out and to be sent, or it is let go. Look at the account first: --send
    where the post is out would say it twice.
    """
    if (posted is not None) + send + withdraw != 1:
        raise click.UsageError("Exactly one of --posted URL, --send and --withdraw.")
    if late and not send:
        raise click.UsageError("--late goes with --send.")
    screen = Screen(session)
    app = open_app(session)
    with app.store.look() as looking:
        found = find_key(looking, key)
    if posted is not None:
        if not posted.startswith(("https://", "http://", "file://")):
            raise click.UsageError(f"{posted!r} is no address: --posted takes the post's URL.")
        row = app.resolving.posted(found, posted, who=who())
        screen.talk(f"It counts as posted: {named(row)}, {posted}.")
    elif send:
        row = app.resolving.send(found, who=who(), late=length(late) if late else None)
        screen.talk(
            f"It is in the queue again: {named(row)}, until {in_both(row.send_by, row.zone, readers_zone(app))}."
        )
        tell_what_stands_in_the_way(app, [row], screen)
    else:
        row = app.resolving.withdraw(found, who=who())
        screen.talk(f"Let go: {named(row)}.")
