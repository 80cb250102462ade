import fcntl
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from scheduler.errors import EngineRunning, StoreMissing, StoreReadOnly, StoreTrouble
from scheduler.store.owning import EngineLock
from tests.rights import a_public_folder, as_a_plain_user


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "engine.lock"


@pytest.fixture
def lock(path: Path) -> EngineLock:
    return EngineLock(path)


def hold(path: Path, ready: Connection) -> None:
    with EngineLock(path).held("process 4711, since 09:00"):
        ready.send("held")
        threading.Event().wait()


@pytest.fixture
def another_process(path: Path) -> Iterator[Callable[[], None]]:
    """Another process holds the lock; calling this kills it as a crash would."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    process = spawn.Process(target=hold, args=(path, there), daemon=True)
    process.start()
    assert here.poll(60)
    assert here.recv() == "held"

    def kill() -> None:
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join(60)

    yield kill
    if process.is_alive():
        kill()


def test_nobody_owns_a_store_that_never_had_an_engine(lock: EngineLock, path: Path) -> None:
    assert lock.owner() is None
    assert not path.exists()


def test_it_names_its_owner_while_it_is_held(lock: EngineLock) -> None:
    with lock.held("process 12"):
        assert lock.owner() == "process 12"
    assert lock.owner() is None


def test_asking_for_the_owner_frees_nothing(lock: EngineLock, path: Path) -> None:
    with lock.held("process 12"):
        assert EngineLock(path).owner() == "process 12"
        assert EngineLock(path).owner() == "process 12"


def test_a_shorter_name_does_not_keep_the_end_of_the_longer_one_before(lock: EngineLock) -> None:
    with lock.held("process 123456"):
        pass
    with lock.held("process 7"):
        assert lock.owner() == "process 7"


def test_an_error_inside_frees_it(lock: EngineLock) -> None:
    with pytest.raises(ZeroDivisionError), lock.held("process 12"):
        raise ZeroDivisionError
    assert lock.owner() is None


def test_a_second_engine_is_refused_and_the_first_one_named(lock: EngineLock, path: Path) -> None:
    refused = pytest.raises(
        EngineRunning, match=r"^an engine is running on this store already: process 12; stop that one first$"
    )
    with lock.held("process 12"), refused, EngineLock(path).held("process 13"):
        pass


def test_the_refused_one_does_not_overwrite_the_name(lock: EngineLock, path: Path) -> None:
    with lock.held("process 12"):
        with pytest.raises(EngineRunning), EngineLock(path).held("process 13"):
            pass
        assert lock.owner() == "process 12"


def test_an_owner_that_has_not_said_its_name_yet_is_an_owner(lock: EngineLock) -> None:
    with lock.held(""):
        assert lock.owner() == "its owner has not said who it is yet"


def test_another_process_is_an_owner_until_it_dies(lock: EngineLock, another_process: Callable[[], None]) -> None:
    assert lock.owner() == "process 4711, since 09:00"
    with pytest.raises(EngineRunning, match="process 4711, since 09:00"), lock.held("process 12"):
        pass
    another_process()
    assert lock.owner() is None
    with lock.held("process 12"):
        assert lock.owner() == "process 12"


def test_those_who_ask_do_not_keep_an_engine_from_starting(lock: EngineLock, path: Path) -> None:
    path.touch()
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            EngineLock(path).owner()

    askers = [threading.Thread(target=ask) for _ in range(3)]
    for asker in askers:
        asker.start()
    try:
        for _ in range(100):
            with lock.held("process 12"):
                pass
    finally:
        done.set()
        for asker in askers:
            asker.join()


def test_somebody_who_asks_and_never_lets_go_keeps_an_engine_out_but_not_for_ever(lock: EngineLock, path: Path) -> None:
    with path.open("w") as asking:
        fcntl.flock(asking, fcntl.LOCK_SH)
        with pytest.raises(EngineRunning), lock.held("process 12"):
            pass
    with lock.held("process 12"):
        assert lock.owner() == "process 12"


def test_a_missing_folder_is_a_missing_store(tmp_path: Path) -> None:
    with (
        pytest.raises(StoreMissing, match="data: there is no store here yet"),
        EngineLock(tmp_path / "data" / "engine.lock").held("process 12"),
    ):
        pass


def test_a_folder_that_may_not_be_written_to_is_worded() -> None:
    with a_public_folder() as folder:
        folder.chmod(0o555)
        with (
            as_a_plain_user(),
            pytest.raises(StoreReadOnly, match=r"engine\.lock cannot be read and written by this user"),
            EngineLock(folder / "engine.lock").held("process 12"),
        ):
            pass


def test_a_lock_that_cannot_be_written_is_worded_and_let_go(lock: EngineLock, path: Path) -> None:
    path.symlink_to("/dev/full")
    with pytest.raises(StoreTrouble, match=r"engine\.lock"), lock.held("process 12"):
        pass
    path.unlink()
    with lock.held("process 12"):
        assert lock.owner() == "process 12"
