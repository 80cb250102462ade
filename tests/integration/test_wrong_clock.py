"""A start with a wrong clock, over a real store: nothing is planned and no files are taken until it is mended."""

from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.clock import ManualClock
from scheduler.model.version import Tree
from tests.crew import Crew
from tests.home import Home
from tests.make import utc
from tests.rig import NOON


@pytest.mark.parametrize("wrong", [timedelta(days=-20_000), timedelta(hours=-6), timedelta(days=4000)])
def test_a_start_with_a_wrong_clock_takes_no_files_until_it_is_mended(tmp_path: Path, wrong: timedelta) -> None:
    clock = ManualClock(NOON)
    crew = Crew(tmp_path, "demo", clock=clock)
    crew.work.open("user:anna")
    clock.set(NOON + wrong)
    crew.files.tree = Tree(files={"config/a.yaml": b"2"})

    def version_after_two_looks() -> int | None:
        for _ in range(2):
            crew.work.files()
            crew.work.plan()
            clock.advance(timedelta(seconds=2))
        with crew.store.look() as looking:
            return looking.newest()

    assert crew.work.open("user:anna").number == 1
    assert version_after_two_looks() == 1
    clock.set(NOON + timedelta(hours=1))
    assert version_after_two_looks() == 2


@pytest.mark.parametrize("year", ["1970-01-01 00:00", "2038-01-19 03:14"])
def test_a_start_in_another_year_plans_nothing(tmp_path: Path, year: str) -> None:
    home = Home(tmp_path)
    home.work()
    planned = home.rows()
    home.clock.set(utc(year))
    home.work()

    assert home.rows() == planned
