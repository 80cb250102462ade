"""Several processes on one store: a change is made by exactly one, and a killed writer breaks nothing."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from scheduler.model.delivery import State
from scheduler.model.sealing import faults
from scheduler.store.connecting import connecting_to
from scheduler.store.database import Database
from tests.entries import a_store, an_entry
from tests.make import ACCOUNT, a_delivery

SPAWN = multiprocessing.get_context("spawn")
ROUNDS = 6
PATIENCE = 60
"""Seconds; a process that says nothing for so long has failed."""


@contextmanager
def a_process(work: object, *args: object) -> Iterator[tuple[multiprocessing.process.BaseProcess, Connection]]:
    """Runs `work(*args, pipe)` in a process of its own."""
    here, there = SPAWN.Pipe()
    process = SPAWN.Process(target=work, args=(*args, there), daemon=True)  # type: ignore[arg-type]  # any function
    process.start()
    try:
        yield process, here
    finally:
        process.kill()
        process.join(PATIENCE)
        here.close()


def told(pipe: Connection) -> object:
    assert pipe.poll(PATIENCE)
    return pipe.recv()


def claim_when_told(folder: Path, name: str, pipe: Connection) -> None:
    store = Database(folder / "awareness.db")
    pipe.send("ready")
    while (row := pipe.recv()) is not None:
        with store.write() as writing:
            claimed = row.to(State.CLAIMED, owner=name, attempt=row.attempt + 1)
            pipe.send(writing.swap(row, claimed, an_entry(who=name)))


def test_of_two_processes_that_claim_the_same_post_exactly_one_has_it(tmp_path: Path) -> None:
    rows = [a_delivery(state=State.QUEUED, account=f"account-{number}") for number in range(ROUNDS)]
    store = a_store(tmp_path, *rows)
    outcomes: list[tuple[object, object]] = []
    with (
        a_process(claim_when_told, tmp_path, "anna") as (_, anna),
        a_process(claim_when_told, tmp_path, "bob") as (_, bob),
    ):
        assert (told(anna), told(bob)) == ("ready", "ready")
        for row in rows:
            anna.send(row)
            bob.send(row)
            outcomes.append((told(anna), told(bob)))
    with store.look() as looking:
        owners = [looking.delivery(row.key) for row in rows]
    assert {(True, False), (False, True)} >= set(outcomes)
    assert [("anna" if anna_won else "bob", 1) for anna_won, _ in outcomes] == [
        (row.owner, row.attempt) for row in owners if row is not None
    ]


def note_for_ever(folder: Path, chain: str, pipe: Connection) -> None:
    store = Database(folder / "awareness.db")
    count = 0
    while True:
        with store.write() as writing:
            row = writing.delivery(a_delivery().key)
            assert row is not None
            assert writing.swap(row, replace(row, attempt=row.attempt + 1), an_entry(chain=chain))
        count += 1
        pipe.send(count)


def check(store: Database) -> dict[str, int]:
    """Every chain holds against itself and its head; returns how long each is."""
    heads = store.heads()
    lengths = {}
    with store.look() as looking:
        for chain in looking.chains():
            rows = [sealed for _, sealed in looking.sealed(chain=chain, limit=100_000)]
            assert faults(chain, rows, heads.get(chain)) == []
            lengths[chain] = len(rows)
    return lengths


@pytest.mark.parametrize("moment", [1, 2, 5])
def test_a_writer_killed_at_any_moment_leaves_an_intact_store(tmp_path: Path, moment: int) -> None:
    store = a_store(tmp_path, a_delivery())
    with a_process(note_for_ever, tmp_path, ACCOUNT) as (process, pipe):
        while told(pipe) != moment:
            pass
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join(PATIENCE)
        committed = moment
        while pipe.poll():
            committed = pipe.recv()
    with connecting_to(tmp_path / "awareness.db").connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
    length = check(store)[ACCOUNT] - 1
    with store.write() as writing:  # nobody holds a lock
        row = writing.delivery(a_delivery().key)
        assert row is not None
        assert (length, length) == (row.attempt, row.revision)
        assert length in (committed, committed + 1)
        assert writing.swap(row, replace(row, attempt=0), an_entry())
    check(store)


def test_processes_and_threads_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    store = a_store(tmp_path, a_delivery())
    mine = 0
    with (
        a_process(note_for_ever, tmp_path, "first") as (_, first),
        a_process(note_for_ever, tmp_path, "second") as (_, second),
    ):
        while not (first.poll() and second.poll() and mine >= ROUNDS):
            threads = [threading.Thread(target=write_once, args=(store, f"thread-{n}")) for n in range(2)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            mine += 1
    lengths = check(store)
    assert (mine, mine) == (lengths["thread-0"], lengths["thread-1"])
    with store.look() as looking:
        row = looking.delivery(a_delivery().key)
    assert row is not None
    assert sum(lengths.values()) - 1 - 2 * mine == row.attempt


def write_once(store: Database, chain: str) -> None:
    with store.write() as writing:
        writing.note(an_entry(chain=chain))
