import logging
import resource
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.errors import (
    EngineRunning,
    NotAllowed,
    StoreBusy,
    StoreDamaged,
    StoreMissing,
    StoreNewer,
    StoreTrouble,
)
from scheduler.store.connecting import connecting_to
from scheduler.store.database import Database
from tests.entries import a_store, an_entry
from tests.make import a_delivery
from tests.patience import soon

HASTY = timedelta(milliseconds=50)


@pytest.fixture
def store(tmp_path: Path) -> Database:
    return a_store(tmp_path)


@contextmanager
def a_disk_that_takes(size: int) -> Iterator[None]:
    """No file grows beyond `size`, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def marks(store: Database) -> tuple[str | None, str | None]:
    with store.look() as looking:
        return looking.mark("a"), looking.mark("b")


def write_and_fail(store: Database) -> None:
    with store.write() as writing:
        writing.set_mark("a", "1")
        writing.note(an_entry())
        raise NotAllowed


def test_only_who_asks_for_it_makes_a_store(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing), Database(tmp_path / "awareness.db").look():
        pass
    assert list(tmp_path.iterdir()) == []
    with Database(tmp_path / "awareness.db", create=True).look() as looking:
        assert looking.deliveries() == []


def test_what_was_written_is_there_when_the_transaction_has_ended(store: Database, tmp_path: Path) -> None:
    with store.write() as writing:
        writing.set_mark("a", "1")
    assert marks(Database(tmp_path / "awareness.db")) == ("1", None)


def test_a_transaction_sees_what_it_wrote(store: Database) -> None:
    with store.write() as writing:
        writing.set_mark("a", "1")
        assert writing.mark("a") == "1"


def test_an_error_inside_undoes_all_of_it(store: Database) -> None:
    with pytest.raises(NotAllowed):
        write_and_fail(store)
    assert marks(store) == (None, None)
    assert store.heads() == {}


def test_after_an_error_the_store_takes_the_next_one(store: Database) -> None:
    with pytest.raises(NotAllowed), store.write():
        raise NotAllowed
    with store.write() as writing:
        writing.set_mark("a", "1")
    assert marks(store) == ("1", None)


def test_a_look_is_one_view_whatever_is_written_meanwhile(store: Database, tmp_path: Path) -> None:
    hasty = Database(tmp_path / "awareness.db", patience=HASTY)
    with store.look() as looking:
        with suppress(StoreBusy), hasty.write() as writing:  # without a write-ahead log, writing waits for looking
            writing.set_mark("a", "1")
        assert looking.mark("a") is None


def test_the_write_lock_is_taken_at_once(store: Database, tmp_path: Path) -> None:
    hasty = Database(tmp_path / "awareness.db", patience=HASTY)
    with store.write():
        with pytest.raises(StoreBusy, match="another program is writing to it"), hasty.write():
            pass
        with hasty.look() as looking:
            assert looking.mark("a") is None


def test_a_second_write_in_the_same_thread_says_that_the_store_is_busy(tmp_path: Path) -> None:
    a_store(tmp_path)
    hasty = Database(tmp_path / "awareness.db", patience=HASTY)
    with hasty.write() as writing:
        writing.set_mark("a", "1")
        with pytest.raises(StoreBusy, match="another thread of this program is writing to it"), hasty.write():
            pass
    assert marks(hasty) == ("1", None)


def test_threads_take_turns(store: Database) -> None:
    def count(name: str) -> None:
        for _ in range(10):
            with store.write() as writing:
                writing.set_mark(name, str(int(writing.mark(name) or 0) + 1))
                writing.note(an_entry(chain=name))

    threads = [threading.Thread(target=count, args=(name,)) for name in "aabb"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert marks(store) == ("20", "20")
    assert {chain: seq for chain, (seq, _) in store.heads().items()} == {"a": 20, "b": 20}


def test_a_store_that_another_version_changed_meanwhile_is_not_written_to(store: Database, tmp_path: Path) -> None:
    with connecting_to(tmp_path / "awareness.db").begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreNewer), store.write():
        pass
    with pytest.raises(StoreNewer), store.look():
        pass


def test_a_store_that_was_taken_away_meanwhile_is_not_written_to(store: Database, tmp_path: Path) -> None:
    (tmp_path / "awareness.db").rename(tmp_path / "elsewhere.db")
    with pytest.raises(StoreMissing), store.write():
        pass
    assert not (tmp_path / "awareness.db").exists()


def test_a_store_that_was_replaced_meanwhile_is_the_one_that_is_read(store: Database, tmp_path: Path) -> None:
    with store.write() as writing:
        writing.set_mark("a", "1")
    (tmp_path / "awareness.db").write_bytes(b"no database")
    with pytest.raises(StoreDamaged):
        marks(store)


def test_a_full_disk_undoes_the_transaction(store: Database, tmp_path: Path) -> None:
    size = (tmp_path / "awareness.db").stat().st_size
    with a_disk_that_takes(size), pytest.raises(StoreTrouble), store.write() as writing:
        writing.set_mark("a", "x" * size)
    assert marks(store) == (None, None)


def test_the_heads_are_kept_beside_the_store(store: Database, tmp_path: Path) -> None:
    with store.write() as writing:
        writing.note(an_entry(chain="demo"))
        writing.note(an_entry(chain="demo"))
        writing.note(an_entry(chain="house"))
    with store.look() as looking:
        assert {"demo": looking.head("demo"), "house": looking.head("house")} == store.heads()
    assert len((tmp_path / "record.heads").read_text().splitlines()) == 2


def test_a_transaction_without_an_entry_writes_no_heads(store: Database, tmp_path: Path) -> None:
    with store.write() as writing:
        writing.set_mark("a", "1")
    assert not (tmp_path / "record.heads").exists()


def test_heads_that_cannot_be_written_undo_nothing(
    store: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "record.heads").mkdir()
    with caplog.at_level(logging.WARNING), store.write() as writing:
        writing.note(an_entry())
        writing.set_mark("a", "1")
    assert marks(store) == ("1", None)
    assert [record.message for record in caplog.records] == ["store.heads lag"]


def test_heads_that_cannot_be_read_are_worded(store: Database, tmp_path: Path) -> None:
    (tmp_path / "record.heads").mkdir()
    with pytest.raises(StoreTrouble, match=r"record\.heads cannot be read: Is a directory"):
        store.heads()


def test_a_row_that_was_not_added_grows_no_chain(store: Database) -> None:
    with store.write() as writing:
        assert writing.add(a_delivery(), an_entry())
    before = store.heads()
    with store.write() as writing:
        assert not writing.add(a_delivery(), an_entry())
    assert before == store.heads()


def test_the_engine_lock_lies_beside_the_store(store: Database, tmp_path: Path) -> None:
    with store.engine_lock("process 12"):
        assert (tmp_path / "engine.lock").read_text() == "process 12"
        assert Database(tmp_path / "awareness.db").engine_owner() == "process 12"
        with pytest.raises(EngineRunning), Database(tmp_path / "awareness.db").engine_lock("process 13"):
            pass
    assert store.engine_owner() is None


def test_an_owner_that_cannot_be_read_is_worded(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(StoreTrouble, match="cannot be read: Not a directory"):
        Database(tmp_path / "data" / "awareness.db").engine_owner()


def test_a_path_is_where_it_was_when_the_store_was_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_store(tmp_path)
    monkeypatch.chdir(tmp_path)
    store = Database(Path("awareness.db"))
    monkeypatch.chdir("/")
    assert marks(store) == (None, None)


def test_a_look_within_a_look_does_not_wait_for_a_writer_that_waits_for_the_first(
    store: Database, tmp_path: Path
) -> None:
    other = Database(tmp_path / "awareness.db")

    def write() -> None:
        with other.write() as writing:
            writing.set_mark("a", "1")

    def waits_to_commit() -> bool:
        try:
            with Database(tmp_path / "awareness.db", patience=timedelta(0)).look():
                return False
        except StoreBusy:
            return True

    writer = threading.Thread(target=write)
    with store.look() as outer:
        writer.start()
        soon(lambda: on_its_own_thread(waits_to_commit))
        with store.look() as inner:
            assert inner is outer
            assert inner.mark("a") is None
    writer.join(30)
    assert marks(store) == ("1", None)


def on_its_own_thread(ask: Callable[[], bool]) -> bool:
    with ThreadPoolExecutor(1) as hands:
        return hands.submit(ask).result()
