from collections.abc import Callable
from pathlib import Path
from sqlite3 import Cursor

import pytest
from sqlalchemy import event

from scheduler.model.delivery import State
from scheduler.model.instants import reached
from scheduler.store.connecting import connecting_to
from scheduler.store.looking import Look
from scheduler.store.writing import Write
from tests.entries import a_store, an_entry
from tests.make import a_delivery, a_key, utc

NINE = utc("2026-11-23 09:00")
QUEUED = a_delivery(state=State.QUEUED)
QUESTIONS: dict[str, tuple[Callable[[Look], object], str]] = {
    "one post": (lambda look: look.delivery(a_key()), "deliveries USING INDEX sqlite_autoindex_deliveries_1 (key=?)"),
    "what is due": (
        lambda look: look.deliveries(states={State.QUEUED}, until=NINE),
        "ix_deliveries_state_due (state=? AND due_at<?)",
    ),
    "on its way": (lambda look: look.deliveries(states={State.SENDING}), "ix_deliveries_state_due (state=?)"),
    "an account": (lambda look: look.deliveries(account="demo"), "ix_deliveries_account_state (account=?)"),
    "what an account said lately": (
        lambda look: look.deliveries(states={State.POSTED, State.VERIFIED}, account="demo", since=NINE, until=NINE),
        "ix_deliveries_state_due (state=? AND due_at>? AND due_at<?)",
    ),
    "what comes": (lambda look: look.deliveries(since=NINE), "ix_deliveries_due (due_at>?)"),
    "the last out": (lambda look: look.last_out("demo"), "ix_deliveries_account_state (account=? AND state=?)"),
    "a short name": (lambda look: look.named("1234abcd"), "ix_deliveries_short (short=?)"),
    "a post's readings": (
        lambda look: look.readings(a_key()),
        "readings USING INDEX sqlite_autoindex_readings_1 (key=?)",
    ),
    "readings due": (
        lambda look: look.readings_due("demo", since=NINE, reached=reached(NINE), limit=1),
        "ix_deliveries_account_posted (account=? AND posted_at>? AND posted_at<?)",
    ),
    "which of them were taken": (
        lambda look: look.readings_due("demo", since=NINE, reached=reached(NINE), limit=1),
        "sqlite_autoindex_readings_1 (key=? AND nth=?)",
    ),
    "a chain": (lambda look: look.sealed(chain="demo", after=7), "ix_record_chain (chain=? AND number>?)"),
    "a post's record": (lambda look: look.sealed(key="k"), "ix_record_key (key=?"),
    "the record": (lambda look: look.sealed(after=7), "record USING INTEGER PRIMARY KEY (rowid>?)"),
    "the head": (lambda look: look.head("demo"), "sqlite_autoindex_record_1 (chain=?)"),
    "unsent alerts": (lambda look: look.alerts(unsent_only=True), "ix_alerts_sent (sent_at=?)"),
}
CHANGES: dict[str, tuple[Callable[[Write], object], str]] = {
    "a change": (
        lambda write: write.swap(QUEUED, QUEUED.to(State.CLAIMED), an_entry()),
        "deliveries USING INDEX sqlite_autoindex_deliveries_1 (key=?)",
    ),
    "an alert's end": (lambda write: write.close_alert("late", "demo", NINE), "one_open_alert_per_trouble (kind=? AND"),
}


def plans_of(folder: Path, asked: Callable[[Write], object]) -> list[str]:
    a_store(folder)
    plans: list[str] = []

    def explain(_connection: object, cursor: Cursor, statement: str, parameters: object, *_rest: object) -> None:
        if statement.startswith(("SELECT", "UPDATE")):
            plans.extend(row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters))  # type: ignore[arg-type]  # as SQLAlchemy hands them over

    with connecting_to(folder / "awareness.db").connect() as connection:
        event.listen(connection, "before_cursor_execute", explain)
        asked(Write(connection))
    return plans


@pytest.mark.parametrize(("asked", "index"), (QUESTIONS | CHANGES).values(), ids=(QUESTIONS | CHANGES).keys())
def test_what_every_beat_asks_goes_through_an_index(
    tmp_path: Path, asked: Callable[[Write], object], index: str
) -> None:
    plans = plans_of(tmp_path, asked)
    assert [plan for plan in plans if index in plan], plans
    assert [plan for plan in plans if plan.startswith("SCAN")] == []
