import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scheduler.model.upkeep import Pulse
from scheduler.pulse.supervisor import Supervisor, supervisor_of
from tests.make import utc

WELL = Pulse(at=utc("2026-11-23 12:00"))
ILL = Pulse(at=WELL.at, troubles=("1 due and unsent\nwithout a reason", "the store is away"))


@contextmanager
def listening(address: str) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(f"\0{address[1:]}" if address.startswith("@") else address)
        listener.settimeout(10)
        yield listener


def heard(listener: socket.socket) -> list[str]:
    return listener.recv(4096).decode().split("\n")


@pytest.mark.parametrize("abstract", [False, True], ids=["path", "abstract"])
def test_it_is_ready_once_and_fed_by_useful_pulses_alone(abstract: bool, tmp_path: Path) -> None:
    address = f"@awareness-test-{tmp_path}"[:100] if abstract else str(tmp_path / "notify")
    with listening(address) as listener:
        told = supervisor_of({"NOTIFY_SOCKET": address})
        assert told is not None
        told.tell(ILL)
        told.tell(WELL)
        told.tell(ILL)
        told.end()

        assert heard(listener) == ["READY=1", "STATUS=NOT useful: 1 due and unsent without a reason; the store is away"]
        assert heard(listener) == ["WATCHDOG=1", "STATUS=useful"]
        assert heard(listener) == ["STATUS=NOT useful: 1 due and unsent without a reason; the store is away"]
        assert heard(listener) == ["STOPPING=1", "STATUS=ending: what is on the wire is finished first"]


def test_without_a_supervisor_nobody_is_told() -> None:
    for address in ("", "@", "/", "vsock:2:1", "relative"):
        assert supervisor_of({"NOTIFY_SOCKET": address}) is None
    assert supervisor_of({}) is None


def test_one_that_is_away_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        Supervisor(str(tmp_path / "gone")).tell(WELL)


def test_one_that_does_not_read_holds_nobody_up_for_long(tmp_path: Path) -> None:
    with listening(str(tmp_path / "full")) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        told = Supervisor(str(tmp_path / "full"))

        def flood() -> None:
            for _ in range(10_000):
                told.tell(WELL)

        with pytest.raises(OSError, match=r"timed out|unavailable"):
            flood()


def test_ready_is_said_again_where_it_could_not_be_said(tmp_path: Path) -> None:
    told = Supervisor(str(tmp_path / "late"))
    with pytest.raises(OSError, match="No such file"):
        told.tell(WELL)
    with listening(str(tmp_path / "late")) as listener:
        told.tell(WELL)
        assert heard(listener)[0] == "READY=1"
