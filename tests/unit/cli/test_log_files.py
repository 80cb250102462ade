import json
import logging
import os
from collections.abc import Iterator
from contextlib import suppress
from io import StringIO
from pathlib import Path

import pytest

from scheduler.cli.log_files import LogFile, is_journal
from scheduler.cli.logs import configure, log_entry
from tests.entries import an_entry


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    root, names = logging.getLogger(), ("", "scheduler", "apscheduler", "scheduler.events")
    handlers, levels = root.handlers, [logging.getLogger(name).level for name in names]
    yield
    for handler in root.handlers:
        if isinstance(handler, LogFile):
            with suppress(OSError):
                handler.close()
    root.handlers = handlers
    for name, level in zip(names, levels, strict=True):
        logging.getLogger(name).setLevel(level)


class Screen(StringIO):
    def isatty(self) -> bool:
        return True


def test_the_file_gets_every_event_as_json_whatever_the_terminal_shows(tmp_path: Path) -> None:
    path, screen = tmp_path / "data" / "log.jsonl", Screen()
    configure(verbose=False, spoken=True, stream=screen, file=LogFile(path))
    log_entry(an_entry(event="delivery.posted"), None)

    assert json.loads(path.read_text())["event"] == "delivery.posted"
    assert screen.getvalue() == ""
    assert path.stat().st_mode & 0o777 == 0o600


def test_it_turns_over_by_size_and_keeps_a_few(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    configure(verbose=False, stream=StringIO(), file=LogFile(path, largest=2000, older=2))
    for _ in range(200):
        log_entry(an_entry(), None)

    sizes = {file.name: file.stat().st_size for file in tmp_path.iterdir()}
    assert sorted(sizes) == ["log.jsonl", "log.jsonl.1", "log.jsonl.2"]
    assert max(sizes.values()) <= 2000
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in tmp_path.iterdir())
    assert all(json.loads(line) for file in tmp_path.iterdir() for line in file.read_text().splitlines())


def test_a_full_disk_costs_lines_and_stops_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "log.jsonl").symlink_to("/dev/full")
    full = Path("/dev/full").open("w")  # noqa: SIM115 - closing it fails, as it must
    configure(verbose=False, stream=full, file=LogFile(tmp_path / "log.jsonl"))
    for _ in range(3):
        log_entry(an_entry(), None)
    with suppress(OSError):
        full.close()

    assert capfd.readouterr().err == ""


def test_a_folder_that_is_a_file_stops_nothing_either(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "data").write_text("")
    configure(verbose=False, stream=StringIO(), file=LogFile(tmp_path / "data" / "log.jsonl"))
    log_entry(an_entry(), None)

    assert capfd.readouterr().err == ""


def test_the_journal_is_known_by_the_file_that_systemd_names(tmp_path: Path) -> None:
    with (tmp_path / "stream").open("w") as stream:
        found = os.fstat(stream.fileno())
        assert is_journal(stream, {"JOURNAL_STREAM": f"{found.st_dev}:{found.st_ino}"})
        assert not is_journal(stream, {"JOURNAL_STREAM": f"{found.st_dev}:1"})
        assert not is_journal(stream, {})
    assert not is_journal(StringIO(), {"JOURNAL_STREAM": "1:1"})
