import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from scheduler.model.count import Bin
from scheduler.model.surge import Extra, Followed, KeptSurge, Surge
from scheduler.store.attending import sources_of
from scheduler.store.database import Database
from tests.make import utc

NINE, TEN, ELEVEN = (utc(f"2026-11-23 {hour}:00") for hour in ("09", "10", "11"))
SURGE = Surge(onset=NINE, usual=120.5, peak=900, peak_at=TEN, half=timedelta(hours=20))
KEPT = KeptSurge(
    campaign="camps",
    source="fediverse",
    surge=SURGE,
    extras=(Extra(ordinal=1, account="demo", schedule="daily", wall=datetime(2026, 11, 26, 21), why="day 3"),),  # noqa: DTZ001
    followed=Followed.SUGGESTED,
    who="beat:watch",
)


@pytest.fixture
def store(tmp_path: Path) -> Database:
    return Database(tmp_path / "awareness.db", create=True)


def test_hours_come_back_in_order_and_within_bounds(store: Database) -> None:
    with store.write() as writing:
        writing.keep_counts("camps", "fediverse", [Bin(ELEVEN, 3), Bin(NINE, 1), Bin(TEN, 0)])
        writing.keep_counts("camps", "wiki", [Bin(NINE, 50)])
        writing.keep_counts("other", "fediverse", [Bin(NINE, 9)])
    with store.look() as looking:
        assert looking.counts("camps", "fediverse", since=NINE, until=ELEVEN) == [Bin(NINE, 1), Bin(TEN, 0)]
        assert looking.newest_counts("camps") == {"fediverse": ELEVEN, "wiki": NINE}
        assert looking.newest_counts("nothing") == {}
        assert "camps" in looking.counted_campaigns()


def test_years_of_hours_are_not_read_through_to_find_the_newest(store: Database, tmp_path: Path) -> None:
    with store.write() as writing:
        for source in ("fediverse", "wiki", "x"):
            writing.keep_counts("camps", source, [Bin(NINE - n * timedelta(hours=1), n) for n in range(1000)])
    steps: list[int] = []
    engine = create_engine(f"sqlite:///{tmp_path / 'awareness.db'}")
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        raw.set_progress_handler(lambda: steps.append(1), 100)
        assert sources_of(connection, "camps") == dict.fromkeys(("fediverse", "wiki", "x"), NINE)
    engine.dispose()
    assert len(steps) < 10


def test_what_a_source_says_now_counts_and_a_gap_forgets(store: Database) -> None:
    with store.write() as writing:
        writing.keep_counts("camps", "fediverse", [Bin(NINE, 1), Bin(TEN, 2)])
        writing.keep_counts("camps", "fediverse", [Bin(NINE, 7), Bin(TEN, None)])
        assert writing.counts("camps", "fediverse", since=NINE, until=ELEVEN) == [Bin(NINE, 7)]


def test_a_surge_comes_back_whole(store: Database) -> None:
    with store.write() as writing:
        writing.keep_surge(KEPT)
    with store.look() as looking:
        assert looking.surges() == looking.surges("camps") == [KEPT]
        assert looking.surges("other") == []


def test_a_surge_that_went_on_stands_in_the_place_of_what_it_was(store: Database) -> None:
    later = replace(KEPT, surge=replace(SURGE, quarter=timedelta(days=2), tenth=timedelta(days=5)), who="user:anna")
    with store.write() as writing:
        writing.keep_surge(KEPT)
        writing.keep_surge(later)
        assert writing.surges() == [later]


def test_surges_stand_in_the_order_of_their_onsets(store: Database) -> None:
    earlier = replace(KEPT, campaign="other", surge=replace(SURGE, onset=NINE - timedelta(days=1)))
    with store.write() as writing:
        writing.keep_surge(KEPT)
        writing.keep_surge(earlier)
        assert writing.surges() == [earlier, KEPT]
