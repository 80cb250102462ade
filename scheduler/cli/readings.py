"""`awareness readings`: what became of the posts that are out, and how it grew."""

from collections.abc import Mapping
from datetime import timedelta

import click
from rich.text import Text

from scheduler.cli import documents
from scheduler.cli.opening import in_force, open_app, readers_zone
from scheduler.cli.rows import Row, aligned
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session
from scheduler.cli.times import instant
from scheduler.cli.verb import verb
from scheduler.model.delivery import OUT, Delivery, State
from scheduler.model.instants import INSTANTS
from scheduler.model.money import MILLION, Purpose, dollar_words, month_of
from scheduler.model.receipt import Reading
from scheduler.model.wording import duration_words
from scheduler.words.counts import count
from scheduler.words.posts import gist, printable
from scheduler.words.times import in_zone

LATELY = timedelta(days=28)
PAGE = 500
Readings = Mapping[int, Reading]


@verb("readings", example='awareness readings --account main-mastodon --since "7d ago"', reads=True)
@click.option("--account", metavar="ID", help="Only this account.")
@click.option("--since", metavar="TIME", help='Posts due from then on: 2026-11-23, "2h ago"; without it, four weeks.')
@click.option("--limit", type=click.IntRange(1, PAGE), default=50, metavar="N", help="At most so many posts.")
def readings(session: Session, account: str | None, since: str | None, limit: int) -> None:
    """What became of the posts that are out.

    The newest first. Each is read 15 min, 1 h, 6 h, 1, 3, 7 and 28 days after it went out: the newest counts stand
    beside it, and below one number for each instant. A dot is a reading that is missing, which is no 0: the service
    was down, or nothing was left to ask with.
    """
    screen = Screen(session)
    app = open_app(session)
    reader = readers_zone(app)
    now = session.clock.now()
    start = instant(since, reader, now, whole_days=True) if since else now - LATELY
    house = in_force(app).house
    known = [house.account(account)] if account else house.accounts
    month = month_of(now)
    with app.store.look() as looking:
        rows = looking.deliveries(states=OUT, account=account, since=start, limit=limit, newest_first=True)
        found = [(row, looking.readings(row.key)) for row in rows]
        spent = looking.spent(Purpose.READING, since=month)
    costs = {a.id: cost for a in known if (cost := spent.get((a.id, month)))}
    if screen.json:
        screen.document(
            {
                "posts": [_document(row, seen) for row, seen in found],
                "cost": {name: cost / MILLION for name, cost in costs.items()},
            }
        )
        return
    screen.show(*aligned([_row(row, seen, reader) for row, seen in found], screen, header=_HEADER, wrapped=True))
    if not found:
        screen.talk("No post of that time is out.")
    for name, cost in costs.items():
        screen.talk(f"Reading cost {name} {dollar_words(cost)} this month.")
    if len(found) == limit:
        screen.talk(Text(f"{count(limit, 'post')} shown; there may be more (--limit)", style="dim"))


_HEADER = ("key", "out", "account", "read", "")


def _row(row: Delivery, seen: Readings, reader: str) -> Row:
    out_at = row.receipt.at if row.receipt else row.due_at
    age = duration_words(INSTANTS[max(seen)]) if seen else "-"
    newest = seen[max(seen)].counts if seen else {}
    told = ", ".join(f"{number} {printable(name)}" for name, number in newest.items())
    if row.state not in (State.POSTED, State.VERIFIED):
        told = f"{told}; {row.state}" if told else str(row.state)
    below = [Text(gist(row.post), "italic"), *(Text(line, "dim") for line in _grown(seen))]
    return Row([Text(row.key.short, "cyan"), in_zone(out_at, reader), row.account, age, Text(told, "bold")], below)


def _grown(seen: Readings) -> list[str]:
    """A line a count, a number an instant, up to the last reading; nothing where there is only one."""
    if len(seen) < 2:
        return []
    names = dict.fromkeys(name for reading in seen.values() for name in reading.counts)
    columns = [seen[nth].counts if nth in seen else {} for nth in range(max(seen) + 1)]
    return [f"{printable(name)}  {' '.join(str(counts.get(name, '·')) for counts in columns)}" for name in names]


def _document(row: Delivery, seen: Readings) -> documents.Document:
    return {
        **documents.key(row.key),
        "state": str(row.state),
        "receipt": documents.receipt(row.receipt),
        "readings": [
            {
                "after": int(INSTANTS[nth].total_seconds()),
                "at": documents.instant(reading.at),
                "counts": dict(reading.counts),
            }
            for nth, reading in seen.items()
        ],
    }
