from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.clock import ManualClock
from scheduler.errors import FilesWrong, Problem
from scheduler.model.upkeep import Pulse
from scheduler.pulse.monitor import Monitor
from scheduler.secrecy import hold
from tests.make import utc
from tests.patience import soon
from tests.servers.raw import Raw, answers, closes, hangs

NOON = utc("2026-11-23 12:00")
WELL = Pulse(at=NOON)
EVERY = timedelta(minutes=5)
PATH = "/ping/0fd5-secret-canary"


class Watch:
    def __init__(self, folder: Path, address: Callable[[], str] | None) -> None:
        self.clock = ManualClock(NOON)
        self.folder = folder
        self.address = address
        self.monitor = self.again()

    def again(self) -> Monitor:
        """As after a restart."""
        self.monitor = Monitor(lambda: (self.address, EVERY) if self.address else None, self.clock, self.folder / "p")
        return self.monitor

    def tell(self, pulse: Pulse = WELL, **passed: float) -> None:
        self.clock.advance(timedelta(**passed))
        self.monitor.tell(pulse)
        self.monitor.end()


def test_it_is_asked_while_the_house_is_useful_and_no_oftener_than_it_wants(tmp_path: Path) -> None:
    with Raw([answers(200)] * 9) as server:
        watch = Watch(tmp_path, lambda: server.address + PATH)
        watch.tell()
        watch.tell(minutes=4, seconds=59)
        assert len(server.heard) == 1
        watch.tell(seconds=1)
        assert len(server.heard) == 2
        watch.tell(Pulse(at=NOON, troubles=("overdue",)), hours=1)
        assert len(server.heard) == 2

        watch.tell()
        watch.again()
        watch.tell(minutes=4)
        assert len(server.heard) == 3
        request = server.heard[0].decode()

    assert request.startswith(f"GET {PATH} HTTP/1.1\r\n")
    assert "awareness" not in request.lower()
    assert (tmp_path / "p").stat().st_mode & 0o777 == 0o600


def test_without_one_in_the_files_nobody_is_asked(tmp_path: Path) -> None:
    watch = Watch(tmp_path, None)
    watch.tell()

    assert list(tmp_path.iterdir()) == []


def test_one_that_hangs_holds_nobody_up_and_is_not_asked_again_meanwhile(tmp_path: Path) -> None:
    with Raw([hangs, answers(200)]) as server:
        watch = Watch(tmp_path, lambda: server.address + PATH)
        for _ in range(9):
            watch.clock.advance(EVERY)
            watch.monitor.tell(WELL)  # returns at once
        soon(lambda: server.heard)
        assert len(server.heard) == 1
    watch.monitor.end()


@pytest.mark.parametrize(
    ("manner", "why"),
    [(answers(503), "it answered 503"), (answers(302, Location="/x"), "it answered 302"), (closes, "")],
)
def test_its_trouble_is_one_line_of_log_without_the_address(
    manner: Callable[..., None], why: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    hold(PATH[1:])
    with Raw([manner, manner, answers(200), manner]) as server:
        watch = Watch(tmp_path, lambda: server.address + PATH)
        for _ in range(4):
            watch.tell(minutes=5)
        assert len(server.heard) == 4

    lines = [(record.message, str(getattr(record, "about", ""))) for record in caplog.records]
    assert [event for event, _ in lines] == ["ping.failed", "ping.failed"], lines
    assert why in lines[0][1]
    assert "canary" not in str(lines)


def test_an_address_that_is_not_there_is_told_like_any_trouble(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def nowhere() -> str:
        raise FilesWrong((Problem("config/awareness.yaml", 0, 0, "ping.url", "PING is not set", "set it"),))

    Watch(tmp_path, nowhere).tell()

    assert "PING is not set" in str([getattr(record, "about", "") for record in caplog.records])


@pytest.mark.parametrize("note", [b"\xff", b"yesterday", b"2026-11-23T12:00:00", b"2036-11-23T12:00:00+00:00"])
def test_a_note_that_cannot_be_believed_keeps_nobody_from_asking(note: bytes, tmp_path: Path) -> None:
    (tmp_path / "p").write_bytes(note)
    with Raw([answers(200)]) as server:
        Watch(tmp_path, lambda: server.address + PATH).tell()
        assert len(server.heard) == 1


def test_where_the_asking_cannot_be_noted_it_is_not_done(tmp_path: Path) -> None:
    with Raw([answers(200)]) as server:
        watch = Watch(tmp_path, lambda: server.address + PATH)
        (tmp_path / "p").mkdir()
        with pytest.raises(OSError, match="directory"):
            watch.tell()
        assert server.heard == []
