"""Readings beside everything else that a lane does: what is due to be said never waits for what is counted."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.clock import ManualClock
from scheduler.engines.once import run_once
from scheduler.model.delivery import Delivery, State
from scheduler.model.receipt import Reading, Receipt
from scheduler.service.working import READ_AT_ONCE
from tests.crew import OWNER, Crew
from tests.patience import soon
from tests.readers import Readers
from tests.rig import NOON, queued
from tests.scripted import Scripted


@pytest.fixture
def crew(tmp_path: Path) -> Crew:
    clock = ManualClock(NOON)
    crew = Crew(tmp_path, "demo", clock=clock)
    crew.networks["demo"] = Scripted(at=NOON, reads=True, clock=clock)
    crew.work.open(OWNER)
    return crew


def out(number: int, **ago: float) -> Delivery:
    row = queued()
    receipt = Receipt(remote_id=f"id-{number}", url="", at=NOON - timedelta(**ago))
    return replace(
        row, key=replace(row.key, nominal=f"{number}"), state=State.VERIFIED, receipt=receipt, due_at=receipt.at
    )


def keep(crew: Crew, rows: Iterator[Delivery]) -> None:
    with crew.desk.transaction("test") as t:
        for row in rows:
            assert t.add(row, "put by a test")


def test_a_thousand_posts_that_are_to_be_read_delay_no_post_that_is_due(crew: Crew) -> None:
    keep(crew, (out(number, days=10) for number in range(1000)))
    network = crew.networks["demo"]
    row = crew.put("demo")

    def read() -> dict[str, int]:
        assert network.taken == [str(row.key)]
        return {}

    network.counts = [read]
    assert crew.work.drain("demo") == 1
    assert len(network.was_read) == READ_AT_ONCE
    assert crew.work.drain("demo") == 0
    assert len(network.was_read) == 2 * READ_AT_ONCE


def test_a_post_that_comes_due_while_others_are_read_is_next(crew: Crew) -> None:
    keep(crew, (out(number, days=10) for number in range(4)))
    network = crew.networks["demo"]

    def comes_due() -> dict[str, int]:
        crew.put("demo")
        return {}

    network.counts = [comes_due]
    assert crew.work.drain("demo") == 0
    assert (len(network.was_read), len(network.taken)) == (1, 0)
    assert crew.work.drain("demo") == 1
    assert (len(network.was_read), len(network.taken)) == (4, 1)


def test_a_lane_that_ends_reads_no_further_post(crew: Crew) -> None:
    keep(crew, (out(number, hours=1) for number in range(4)))

    crew.work.drain("demo", lambda: len(crew.networks["demo"].was_read) == 2)
    assert len(crew.networks["demo"].was_read) == 2


def test_a_post_that_waits_for_a_rule_keeps_nothing_from_being_read(crew: Crew) -> None:
    keep(crew, iter([out(1, hours=1), replace(crew.a_post("demo"), not_before=NOON + timedelta(hours=1))]))

    crew.work.drain("demo")
    assert crew.networks["demo"].was_read == ["id-1"]


def test_one_pass_reads_what_is_due_although_nothing_is_to_be_said(crew: Crew) -> None:
    keep(crew, iter([out(1, hours=1)]))
    assert crew.work.lanes() == ["demo"]

    assert run_once(crew.work, crew.store, OWNER) == 0
    assert crew.networks["demo"].was_read == ["id-1"]


def test_an_engine_reads_what_is_due_although_nothing_is_to_be_said(tmp_path: Path) -> None:
    crew = Crew(tmp_path, "demo")
    crew.networks["demo"] = network = Scripted(at=crew.clock.now(), reads=True, clock=crew.clock)
    at = crew.clock.now() - timedelta(hours=1)
    row = replace(crew.a_post("demo", hours=1), state=State.VERIFIED, receipt=Receipt(remote_id="1", url="", at=at))
    crew.keep(row)
    with crew.engine():
        assert soon(lambda: network.was_read == ["1"])


def test_hands_that_read_at_the_same_moment_keep_each_reading_once(tmp_path: Path) -> None:
    readers = Readers(tmp_path)
    rows = [readers.out(minute, ago=timedelta(hours=1)) for minute in range(8)]
    hands = [threading.Thread(target=readers.take) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()

    assert [readers.read_of(row) for row in rows] == [[1]] * 8
    assert readers.ration().asked == len(readers.network.was_read)


def test_two_hands_that_read_the_same_post_keep_one_reading(tmp_path: Path) -> None:
    readers = Readers(tmp_path)
    row = readers.out(ago=timedelta(hours=1))

    def meanwhile() -> dict[str, int]:
        assert readers.take() == 1
        return {"likes": 40}

    readers.network.counts = [meanwhile]
    readers.take()

    with readers.store.look() as looking:
        assert looking.readings(row.key) == {1: Reading(at=NOON, counts={"likes": 2})}
    assert readers.ration().asked == 2
