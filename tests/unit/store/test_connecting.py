import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from scheduler.clock import SystemClock
from scheduler.store.connecting import PATIENCE, connecting_to, for_writing, journal_mode


def pragma(path: Path, name: str) -> object:
    with connecting_to(path, create=True).connect() as connection:
        return connection.scalar(text(f"PRAGMA {name}"))


@pytest.mark.parametrize(
    ("version", "mode"),
    [((3, 40, 1), "TRUNCATE"), ((3, 51, 2), "TRUNCATE"), ((3, 51, 3), "WAL"), ((3, 52, 0), "WAL"), ((4, 0, 0), "WAL")],
)
def test_a_write_ahead_log_is_used_only_where_it_cannot_lose_a_commit(version: tuple[int, ...], mode: str) -> None:
    assert mode == journal_mode(version)


@pytest.mark.parametrize(
    ("name", "value"),
    [("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1), ("busy_timeout", 5000)],
)
def test_every_connection_keeps_the_promises(tmp_path: Path, name: str, value: int) -> None:
    assert value == pragma(tmp_path / "s.db", name)


def test_the_journal_is_the_one_that_this_library_can_be_trusted_with(tmp_path: Path) -> None:
    assert journal_mode().lower() == pragma(tmp_path / "s.db", "journal_mode")


def test_what_one_store_learnt_of_its_statements_serves_the_next_that_is_opened_there(tmp_path: Path) -> None:
    assert connecting_to(tmp_path / "s.db") is connecting_to(tmp_path / "s.db")
    assert connecting_to(tmp_path / "s.db") is not connecting_to(tmp_path / "other.db")


def test_a_missing_file_stays_missing(tmp_path: Path) -> None:
    with pytest.raises(OperationalError), connecting_to(tmp_path / "s.db").connect():
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_path_may_hold_what_addresses_may_not(tmp_path: Path) -> None:
    path = tmp_path / "what? 100% #1.db"
    with connecting_to(path, create=True).begin() as connection:
        connection.execute(text("CREATE TABLE t (id INTEGER)"))
    assert path in tmp_path.iterdir()


def test_a_transaction_that_fails_leaves_no_table_and_no_row(tmp_path: Path) -> None:
    engine = connecting_to(tmp_path / "s.db", create=True)
    with engine.connect() as connection:
        connection.execute(text("CREATE TABLE t (id INTEGER)"))
        connection.execute(text("INSERT INTO t VALUES (1)"))
        connection.rollback()
    with engine.begin() as connection:
        assert list(connection.scalars(text("SELECT name FROM sqlite_master"))) == []


def test_writing_waits_for_its_turn(tmp_path: Path) -> None:
    engine = for_writing(connecting_to(tmp_path / "s.db", create=True))
    had_its_turn = threading.Event()

    def wait() -> None:
        with engine.begin():
            had_its_turn.set()

    waiting = threading.Thread(target=wait)
    with engine.begin():
        waiting.start()
        assert not had_its_turn.wait(0.05)
    waiting.join()
    assert had_its_turn.is_set()


@pytest.mark.parametrize("patience", [timedelta(0), timedelta(milliseconds=20)], ids=str)
def test_writing_waits_no_longer_than_it_is_told_to(tmp_path: Path, patience: timedelta) -> None:
    with for_writing(connecting_to(tmp_path / "s.db", create=True)).begin():
        other = for_writing(connecting_to(tmp_path / "s.db", patience=patience))
        clock = SystemClock()
        before = clock.monotonic()
        with pytest.raises(OperationalError, match="database is locked"), other.begin():
            pass
        assert patience.total_seconds() <= clock.monotonic() - before < PATIENCE.total_seconds()


def test_writing_waits_for_readers_as_long_as_for_its_turn(tmp_path: Path) -> None:
    with for_writing(
        connecting_to(tmp_path / "s.db", create=True, patience=timedelta(seconds=3))
    ).begin() as connection:
        assert connection.scalar(text("PRAGMA busy_timeout")) == 3000


def test_looking_takes_no_lock(tmp_path: Path) -> None:
    engine = connecting_to(tmp_path / "s.db", create=True)
    with for_writing(engine).begin(), engine.begin() as connection:
        assert connection.scalar(text("SELECT count(*) FROM sqlite_master")) == 0


def test_trouble_that_waiting_would_not_mend_is_told_at_once(tmp_path: Path) -> None:
    engine = for_writing(connecting_to(tmp_path / "s.db", create=True, patience=timedelta(hours=1)))
    with engine.connect() as connection:
        connection.connection.cursor().execute("BEGIN")
        with pytest.raises(OperationalError, match="cannot start a transaction within a transaction"):
            connection.begin()


def test_foreign_keys_can_be_left_out_for_a_migration(tmp_path: Path) -> None:
    with connecting_to(tmp_path / "s.db", create=True, foreign_keys=False).connect() as connection:
        assert connection.scalar(text("PRAGMA foreign_keys")) == 0


def test_no_value_of_a_statement_stands_in_its_error(tmp_path: Path) -> None:
    with connecting_to(tmp_path / "s.db", create=True).begin() as connection:
        with pytest.raises(OperationalError) as failed:
            connection.execute(text("INSERT INTO missing VALUES (:said)"), {"said": "what was said"})
        assert "what was said" not in str(failed.value)
