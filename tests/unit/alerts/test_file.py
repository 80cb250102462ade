import json
from pathlib import Path

import pytest

from scheduler.alerts.file import FileSink
from scheduler.model.record import Alert
from tests.make import utc

LATE = Alert(kind="late", subject="demo", text="demo is late", at=utc("2026-11-23 09:00"))
HELD = Alert(kind="held", subject="k", text="Правда?\nLook.", at=utc("2026-11-23 10:00:00.000001"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "alerts.jsonl"


def told(path: Path) -> list[str]:
    return [json.loads(line)["text"] for line in path.read_text().splitlines()]


def test_each_alert_is_a_line_that_any_tool_can_read(path: Path) -> None:
    FileSink(path).tell([LATE, HELD])
    assert path.read_text() == (
        '{"at": "2026-11-23T09:00:00.000000Z", "kind": "late", "subject": "demo", "text": "demo is late"}\n'
        '{"at": "2026-11-23T10:00:00.000001Z", "kind": "held", "subject": "k", "text": "Правда?\\nLook."}\n'
    )


def test_alerts_are_added_to_those_that_were_told_before(path: Path) -> None:
    sink = FileSink(path)
    sink.tell([LATE])
    sink.tell([HELD])
    assert told(path) == ["demo is late", "Правда?\nLook."]
    assert path.read_text().count("\n") == 2


def test_nothing_to_tell_writes_nothing(path: Path) -> None:
    FileSink(path).tell([])
    assert path.read_text() == ""


def test_an_alert_after_a_torn_line_is_whole(path: Path) -> None:
    sink = FileSink(path)
    sink.tell([LATE])
    with path.open("a") as file:
        file.write('{"at": "2026-')
    sink.tell([HELD])
    assert json.loads(path.read_text().splitlines()[-1])["kind"] == "held"
    assert len(path.read_text().splitlines()) == 3


def test_half_a_surrogate_pair_does_not_lose_an_alert(path: Path) -> None:
    FileSink(path).tell([Alert(kind="late", subject="demo", text="no \ud83d", at=LATE.at)])
    assert told(path) == ["no ?"]


def test_what_cannot_be_written_is_asked_again(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="Is a directory"):
        FileSink(tmp_path).tell([LATE])


def test_a_file_that_has_grown_large_makes_room_and_the_latest_alerts_are_in_two(path: Path) -> None:
    sink = FileSink(path, largest=500)
    for _ in range(30):
        sink.tell([LATE])

    assert sorted(file.name for file in path.parent.iterdir()) == [path.name, f"{path.name}.1"]
    assert path.stat().st_size <= 600
    assert path.with_name(f"{path.name}.1").stat().st_size <= 600
