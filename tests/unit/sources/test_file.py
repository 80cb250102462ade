from pathlib import Path

import pytest

from scheduler.errors import ChannelTrouble
from scheduler.model.watch import Origin
from scheduler.sources.file import LARGEST
from tests.counting import SINCE, UNTIL, a_source, counted


def write(folder: Path, text: str) -> None:
    (folder / "counts").mkdir()
    (folder / "counts" / "topic.csv").write_text(text)


def test_the_hours_of_a_file_that_are_asked_for(tmp_path: Path) -> None:
    write(tmp_path, "at,count\n2026-11-22T09:00Z,1\n2026-11-23T09:00Z,5\n2026-11-23T11:00Z,7\n2026-11-24T09:00Z,2\n")
    found = a_source(tmp_path, Origin.FILE, file="counts/topic.csv").count(SINCE, UNTIL)
    assert counted(found) == {"09:00": 5, "11:00": 7}


def test_a_file_may_count_by_days(tmp_path: Path) -> None:
    write(tmp_path, "day,count\n2026-11-22,1\n2026-11-23,5\n")
    found = a_source(tmp_path, Origin.FILE, file="counts/topic.csv", daily=True)
    assert [one.count for one in found.count(SINCE, UNTIL.replace(day=24, hour=0))] == [5]


@pytest.mark.parametrize("text", ["at,count\n2026-11-23T09:00Z,-1\n", "hello\n", ""])
def test_what_is_wrong_is_named_with_file_and_line(tmp_path: Path, text: str) -> None:
    write(tmp_path, text)
    with pytest.raises(ChannelTrouble, match=r"counts/topic\.csv"):
        a_source(tmp_path, Origin.FILE, file="counts/topic.csv").count(SINCE, UNTIL)


def test_a_missing_file_is_trouble(tmp_path: Path) -> None:
    with pytest.raises(ChannelTrouble, match="cannot be read"):
        a_source(tmp_path, Origin.FILE, file="counts/topic.csv").count(SINCE, UNTIL)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text("at,count\n2026-11-23T09:00Z,5\n")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "topic.csv").symlink_to(outside)
    with pytest.raises(ChannelTrouble, match="no file of this folder"):
        a_source(folder, Origin.FILE, file="topic.csv").count(SINCE, UNTIL)


def test_a_file_of_fifty_megabytes_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "topic.csv").open("wb") as file:
        file.truncate(50 * 2**20)
    assert LARGEST < 50 * 2**20
    with pytest.raises(ChannelTrouble, match="larger than 4 MiB"):
        a_source(tmp_path, Origin.FILE, file="topic.csv").count(SINCE, UNTIL)


def test_a_link_to_itself_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "topic.csv").symlink_to("topic.csv")
    with pytest.raises(ChannelTrouble, match=r"topic\.csv cannot be read: it is a link that leads to itself"):
        a_source(tmp_path, Origin.FILE, file="topic.csv").count(SINCE, UNTIL)
