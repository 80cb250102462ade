from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.errors import StoreBusy, StoreReadOnly, StoreTrouble
from scheduler.model.delivery import State
from scheduler.model.receipt import Outcome
from scheduler.service.sending import RETRY_STORE, Sending
from scheduler.service.store_ports import Store, Writing
from tests.rig import Rig, claimed, doubtful


class Troubled:
    """A store that has this trouble for as many tries to write as a test says; `committed`: it wrote all the same."""

    def __init__(self, store: Store, trouble: type[StoreTrouble], *, committed: bool = False) -> None:
        self.look = store.look
        self.really_write = store.write
        self.trouble = trouble
        self.committed = committed
        self.tries = 0

    @contextmanager
    def write(self) -> Iterator[Writing]:
        failing = self.tries > 0
        self.tries -= failing
        if failing and not self.committed:
            raise self.trouble
        with self.really_write() as writing:
            yield writing
        if failing:
            raise self.trouble

    def sending(self, rig: Rig) -> Sending:
        return Sending(replace(rig.desk, store=self), rig.files, "boot me")  # type: ignore[arg-type]  # half a store


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


@pytest.mark.parametrize("trouble", [StoreBusy, StoreReadOnly, StoreTrouble])
def test_an_answer_is_stored_as_soon_as_the_store_takes_it_again(
    rig: Rig, trouble: type[StoreTrouble], caplog: pytest.LogCaptureFixture
) -> None:
    row = rig.put(claimed())
    store = Troubled(rig.store, trouble)

    def then_troubled() -> Outcome:
        store.tries = 3
        return rig.network.take(str(row.key))

    rig.network.answers = [then_troubled]
    store.sending(rig).send(row, rig.network, rig.house)

    assert rig.state(row) is State.POSTED
    assert rig.clock.monotonic() == 3 * RETRY_STORE
    assert caplog.messages == ["outcome.waiting"]


def test_an_answer_that_was_stored_in_spite_of_the_trouble_is_not_late(rig: Rig) -> None:
    row = rig.put(claimed())
    store = Troubled(rig.store, StoreTrouble, committed=True)

    def then_troubled() -> Outcome:
        store.tries = 1
        return rig.network.take(str(row.key))

    rig.network.answers = [then_troubled]
    store.sending(rig).send(row, rig.network, rig.house)

    assert rig.state(row) is State.POSTED
    assert rig.alerts() == []


@pytest.mark.parametrize("committed", [False, True])
def test_a_fence_that_the_store_did_not_confirm_lets_nothing_out_and_blames_no_network(
    rig: Rig, committed: bool
) -> None:
    row = rig.put(claimed())
    store = Troubled(rig.store, StoreBusy, committed=committed)
    store.tries = 1
    store.sending(rig).send(row, rig.network, rig.house)

    assert (rig.state(row), rig.network.taken) == (State.QUEUED, [])
    assert rig.why("delivery.given back") == "the store is busy"
    assert rig.paused_until() is None


def test_a_repeat_whose_fence_the_store_did_not_confirm_stays_what_may_be_out(rig: Rig) -> None:
    row = rig.put(doubtful())
    store = Troubled(rig.store, StoreBusy, committed=True)
    store.tries = 1
    store.sending(rig).repeat(row, rig.network, rig.house)

    assert (rig.state(row), rig.network.taken) == (State.SENDING, [])
