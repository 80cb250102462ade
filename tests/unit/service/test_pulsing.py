from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.errors import FilesWrong, Problem
from scheduler.model.house import House
from scheduler.model.upkeep import Pulse
from scheduler.service.pulsing import PULSE, Pulsing, felt
from scheduler.service.working import Beat
from tests.rig import NOON, Rig, queued

BEATS = [Beat("files", timedelta(seconds=2), lambda: None), Beat("plan", timedelta(minutes=15), lambda: None)]


class Watcher:
    def __init__(self, *, broken: bool = False) -> None:
        self.broken = broken
        self.told: list[Pulse] = []
        self.ended = 0

    def tell(self, pulse: Pulse) -> None:
        if self.broken:
            raise OSError("nobody there")
        self.told.append(pulse)

    def end(self) -> None:
        self.ended += 1
        if self.broken:
            raise OSError("nobody there")


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def pulsing(rig: Rig, *watchers: Watcher) -> Pulsing:
    return Pulsing(rig.desk, lambda: rig.house, rig.files, watchers)


def test_beats_that_end_well_make_a_useful_pulse_and_one_that_hangs_ends_it(rig: Rig) -> None:
    watcher = Watcher()
    house = pulsing(rig, watcher)
    house.begin(BEATS)
    for _ in range(30):
        rig.pass_by(minutes=1)
        house.kept("files")
        house.feel()
    house.kept("plan")
    rig.pass_by(minutes=4)

    assert all(pulse.useful for pulse in watcher.told)
    assert house.feel().troubles == ("the files beat has not ended well for 4 min",)
    house.kept("files")
    assert house.feel().useful


def test_a_beat_that_is_long_by_nature_is_given_longer(rig: Rig) -> None:
    house = pulsing(rig)
    house.begin(BEATS[1:])
    rig.pass_by(minutes=33)
    house.kept("publish on demo")

    assert house.feel().useful
    rig.pass_by(minutes=1)
    assert not house.feel().useful


def test_before_the_beats_begin_only_the_store_counts(rig: Rig) -> None:
    rig.pass_by(hours=9)

    assert pulsing(rig).feel().useful
    rig.put(queued(minute=1))
    assert not pulsing(rig).feel().useful


def test_a_stop_file_is_what_somebody_wants(rig: Rig) -> None:
    rig.put(queued())
    rig.pass_by(hours=1)
    rig.files.stopped = True

    assert pulsing(rig).feel().useful


def test_a_store_that_cannot_be_read_is_not_useful_and_nothing_is_raised(rig: Rig, tmp_path: Path) -> None:
    watcher = Watcher()
    (tmp_path / "awareness.db").rename(tmp_path / "away.db")
    found = pulsing(rig, watcher).feel()

    assert [found] == watcher.told
    assert "there is no store here" in found.troubles[0]


def test_files_that_this_version_cannot_read_are_not_useful(rig: Rig) -> None:
    def house() -> House:
        raise FilesWrong((Problem("config", 1, 1, "", "what is this", "mend it"),))

    assert "what is this" in Pulsing(rig.desk, house).feel().troubles[0]


def test_a_watcher_that_is_away_keeps_no_other_from_hearing(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    broken, well = Watcher(broken=True), Watcher()
    house = pulsing(rig, broken, well)
    for _ in range(3):
        house.feel()
    house.end()

    assert len(well.told) == 3
    assert (broken.ended, well.ended) == (1, 1)
    assert [record.message for record in caplog.records] == ["pulse.untold", "pulse.untold"]


def test_the_store_has_the_last_pulse_and_is_written_to_once_a_minute(rig: Rig) -> None:
    house = pulsing(rig)
    house.feel()
    first = rig.mark(PULSE)
    rig.pass_by(seconds=59)
    house.feel()
    assert rig.mark(PULSE) == first
    rig.pass_by(seconds=1)
    house.feel()

    with rig.store.look() as looking:
        found = felt(looking)
    assert found is not None
    assert found.pulse == Pulse(at=NOON + timedelta(minutes=1))
    assert found.useful_at == NOON + timedelta(minutes=1)


def test_what_changes_is_kept_at_once_and_when_it_was_useful_last(rig: Rig) -> None:
    house = pulsing(rig)
    rig.put(queued())
    house.feel()
    rig.pass_by(minutes=30)
    assert not house.feel().useful
    rig.stop()
    rig.pass_by(seconds=1)
    house.feel()

    with rig.store.look() as looking:
        found = felt(looking)
    assert found is not None
    assert found.pulse.useful
    assert found.useful_at == NOON + timedelta(minutes=30, seconds=1)


@pytest.mark.parametrize("kept", [None, "{}", "no JSON", '{"at": 1, "troubles": [], "useful_at": null}'])
def test_what_cannot_be_read_counts_as_never_felt(kept: str | None, rig: Rig) -> None:
    with rig.store.write() as writing:
        writing.set_mark(PULSE, kept)
    with rig.store.look() as looking:
        assert felt(looking) is None
