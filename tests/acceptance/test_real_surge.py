"""What the run of the example campaign over #thisisacoup stands on: its series and its files."""

from pathlib import Path

from bench.attention.thisisacoup import FORTNIGHT, START, folder, series, stretched
from scheduler.attention.retelling import retell
from scheduler.config.tree import Folder
from scheduler.model.count import HOUR
from scheduler.model.sustain import Mode
from scheduler.place import understand
from tests.rig import NOON


def test_one_surge_begins_on_the_day_after_the_usual_fortnight() -> None:
    told = retell(series(), START + 2 * FORTNIGHT * HOUR)
    assert len(told.measures) == 2 * FORTNIGHT
    [surge] = told.surges
    assert 1 <= (surge.onset - START) / HOUR - FORTNIGHT <= 24
    assert surge.half is not None
    assert surge.tenth is not None


def test_what_is_stretched_keeps_its_heights() -> None:
    assert list(stretched([10, 30, 0], 9)) == [10, 15, 20, 25, 30, 22, 15, 8, 0]


def test_the_example_campaign_still_says_what_the_run_changes(tmp_path: Path) -> None:
    found = understand(Folder(folder(tmp_path)).look(), NOON)
    assert found.house is not None
    [campaign] = found.house.campaigns
    assert campaign.sustain.mode is Mode.AUTO
