import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scheduler.cli.main import awareness
from scheduler.cli.session import Session
from scheduler.clock import ManualClock
from scheduler.model.count import Bin
from scheduler.service.watch_marks import Asked, keep_asked
from tests.rig import NOON, Rig
from tests.running import CAMPAIGN, CampaignFolder
from tests.unit.attention.series import days

HOUR = timedelta(hours=1)
WATCH = "watch:\n  sources:\n    - {id: talk, from: file, file: counts/topic.csv}\n"


class House:
    """Files that were taken, and a source that has told of thirteen days, the last of them six times the usual."""

    def __init__(self, folder: Path) -> None:
        self.folder = CampaignFolder(folder)
        text = (self.folder.path / CAMPAIGN).read_text("utf-8")
        self.folder.write(CAMPAIGN, text + WATCH)
        self.clock = ManualClock(NOON)
        data = self.folder.path / "data"
        data.mkdir()
        assert self.run("once").exit_code == 0
        self.rig = Rig(data)
        counts = [*days(12), *days(1, 6)]
        with self.rig.store.write() as writing:
            first = NOON - len(counts) * HOUR
            writing.keep_counts("camps", "talk", [Bin(first + n * HOUR, count) for n, count in enumerate(counts)])

    def run(self, *arguments: str) -> Result:
        session = Session(clock=self.clock, folder=self.folder.path)
        return CliRunner(env={"COLUMNS": None}).invoke(awareness, [*arguments], obj=session)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_each_campaign_has_its_sentences_and_each_source_its_line(house: House) -> None:
    found = house.run("attention")
    assert found.exit_code == 0
    title, state, source = found.stdout.splitlines()
    assert title == "camps"
    assert state.strip().startswith("180 mentions where about 30 are usual at this hour: fading, at 33% of its peak")
    assert source.strip().startswith("talk (file) told last of the hour that ended 2 s ago: ")


def test_programs_get_the_same_as_json(house: House) -> None:
    [found] = json.loads(house.run("attention", "--json", "--campaign", "camps").stdout)
    assert (found["campaign"], found["state"], found["loudest"], found["surge"]) == ("camps", "fading", "talk", None)
    [source] = found["sources"]
    assert (source["id"], source["from"], source["count"], source["times_usual"]) == ("talk", "file", 180, 6.0)
    assert source["newest"] == "2026-11-23T11:00:00Z"
    assert "counts/topic.csv cannot be read" in source["trouble"]


def test_a_source_that_is_silent_needs_a_person(house: House) -> None:
    with house.rig.desk.transaction("test") as t:
        keep_asked(t, "camps/talk", Asked(first=NOON, last=NOON, why="it answered 500"))
    house.clock.advance(timedelta(days=2))
    found = house.run("attention")
    assert found.exit_code == 1
    assert "Nothing is known of attention now: the plan is the schedules' alone." in found.stdout
    assert "talk (file) is silent: it told last of the hour that ended 2 days ago: it answered 500" in found.stdout


def test_a_campaign_that_is_not_there_is_no_such_thing(house: House) -> None:
    assert house.run("attention", "--campaign", "another").exit_code == 6
