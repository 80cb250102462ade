"""How many changes a second the store makes durable, and how fast it lists a large outbox: `store.py [CHANGES]`."""

import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time

from scheduler.model.delivery import Delivery, State
from scheduler.model.post import Post, digest_of
from scheduler.model.record import Entry
from scheduler.model.slot import SlotKey
from scheduler.store.connecting import journal_mode
from scheduler.store.database import Database

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
OUTBOX = 10_000
TOGETHER = 100
ENTRY = Entry(chain="demo", event="delivery.claimed", at=START, who="beat:publish", why="it is due")


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Database(Path(folder, "awareness.db"), create=True)
        fill(store)
        size = Path(folder, "awareness.db").stat().st_size / 1e6
        print(f"{OUTBOX:,} posts, {size:.0f} MB, journal {journal_mode()}")
        report_listing(store)
        report_changes(store, count, 1)
        report_changes(store, count, TOGETHER)


def a_row(number: int) -> Delivery:
    text = f"Attention fades and the arrests go on: sign, then send it to one more person. {number}"
    at = START + timedelta(minutes=number)
    return Delivery(
        key=SlotKey("campaign", "daily", f"{at:%Y-%m-%dT%H:%M}", "demo"),
        state=State.QUEUED,
        zone="Europe/London",
        due_at=at,
        send_by=at + timedelta(hours=2),
        action="petition",
        template="petition",
        fact=None,
        language="en",
        post=Post(text=text, digest=digest_of(text), length=len(text), limit=500, variant="text"),
        why=("it was its turn",),
        version=1,
    )


def fill(store: Database) -> None:
    began = perf_counter()
    with store.write() as writing:
        for number in range(OUTBOX):
            writing.add(a_row(number), ENTRY)
    took = perf_counter() - began
    print(f"added in one transaction: {OUTBOX / took:,.0f} posts a second")


def report_listing(store: Database) -> None:
    began = perf_counter()
    with store.look() as looking:
        listed = len(looking.deliveries())
    took = perf_counter() - began
    print(f"listed all: {listed:,} posts in {took:.2f} s")
    began = perf_counter()
    with store.look() as looking:
        looking.deliveries(states={State.QUEUED}, until=START + timedelta(minutes=50))
    print(f"what is due among them: {1000 * (perf_counter() - began):.1f} ms for 50 posts")


def report_changes(store: Database, count: int, together: int) -> None:
    """Each reads a post and changes it, with its entry in the record."""
    began, worked = perf_counter(), process_time()
    for _ in range(0, count, together):
        with store.write() as writing:
            for number in range(together):
                row = writing.delivery(a_row(number).key)
                if row is None or not writing.swap(row, replace(row, attempt=row.attempt + 1), ENTRY):
                    raise SystemExit("a change was lost")
    took, worked = perf_counter() - began, process_time() - worked
    print(
        f"{together} a commit: {count / took:,.0f} changes a second "
        f"({1000 * took / count:.2f} ms each, {1000 * worked / count:.2f} ms of them work)"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
