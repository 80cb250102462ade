"""Entries of the record, and a store with a row in it, for tests that need them and are about something else."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from scheduler.model.delivery import Delivery
from scheduler.model.record import Entry
from scheduler.store.database import Database
from tests.make import ACCOUNT, utc


def an_entry(**changes: Any) -> Entry:
    entry = Entry(chain=ACCOUNT, event="delivery.planned", at=utc("2026-11-20 12:00"), who="user:anna", why="a test")
    return replace(entry, **changes)


def a_store(folder: Path, *deliveries: Delivery) -> Database:
    """A new store in this folder, with these deliveries in it as they are."""
    store = Database(folder / "awareness.db", create=True)
    with store.write() as writing:
        for delivery in deliveries:
            assert writing.add(delivery, an_entry(chain=delivery.account, key=str(delivery.key)))
    return store
