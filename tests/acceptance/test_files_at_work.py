"""The files of a running house, spoiled in every way and cut where they can be: refused, or planned as rehearsed."""

from pathlib import Path

import pytest

from tests.halves import Hasty, taken_halves
from tests.mutations import DISKS, TEXTS, cuts, drawn
from tests.repository import repository
from tests.small import BYTES, example
from tests.tampering import LOOKS, Tampered

WORDY = "config/campaigns/camps.yaml"


def test_files_spoiled_in_every_way_are_refused_with_the_line_or_planned_as_rehearsed(tmp_path: Path) -> None:
    tally = Tampered(tmp_path, BYTES).suffer(drawn(BYTES, "at work", len(TEXTS) + len(DISKS)))

    assert tally.faults == []
    assert tally.refused > 30
    assert tally.taken > 5
    assert tally.posts > 5


def test_files_cut_at_any_byte_are_refused_with_the_line_or_planned_as_rehearsed(tmp_path: Path) -> None:
    tally = Tampered(tmp_path, BYTES).suffer(cuts(BYTES, 97, first=7))

    assert tally.faults == []
    assert tally.refused > 10


def test_the_example_is_no_safer_place_for_a_slip(tmp_path: Path) -> None:
    good = example(tmp_path)

    assert Tampered(tmp_path, good).suffer(drawn(good, "the example", 4)).faults == []


def test_a_tree_that_is_still_being_written_is_never_taken(tmp_path: Path) -> None:
    assert taken_halves(tmp_path, BYTES, "slowly", 3) == ([], 3)


def test_whoever_takes_what_he_sees_first_is_caught(tmp_path: Path) -> None:
    halves, _ = taken_halves(tmp_path, BYTES, "slowly", 3, Hasty)

    assert halves != []


@pytest.fixture
def committed(tmp_path: Path) -> Tampered:
    git = repository(tmp_path)
    (tmp_path / ".gitignore").write_text("data/\n")
    good = BYTES | {"config/awareness.yaml": b"horizon: 1d\n"}
    for name, content in good.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    git.commit()
    return Tampered(tmp_path, good)


def look_on(house: Tampered) -> int:
    for _ in range(3):
        house.beats()
        house.clock.advance(LOOKS)
    return house.version()


def test_a_checkout_is_taken_once_it_is_clean_and_nobody_is_at_work_in_it(committed: Tampered) -> None:
    folder, before = committed.place.folder, committed.outbox()
    lock = folder / ".git" / "index.lock"
    text = (folder / WORDY).read_text()
    (folder / WORDY).write_text(text.replace("Sign it, please.", "Sign it now."))
    git = repository(folder)

    assert look_on(committed) == 1  # good, and not committed
    assert committed.outbox() == before
    git.commit()
    lock.touch()
    assert look_on(committed) == 1  # committed, and somebody is at work
    lock.unlink()
    (folder / "config" / "extra.txt").write_text("new")
    assert look_on(committed) == 1  # one file is new
    (folder / "config" / "extra.txt").unlink()
    assert look_on(committed) == 2
    assert any("Sign it now." in words[-1] for words in committed.outbox().values())
    (folder / WORDY).write_text(text[: text.index("Sign") + 2])
    git.commit()
    assert look_on(committed) == 2  # clean, and cut
