from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from scheduler.errors import FilesWrong, Problem, StoreBusy
from scheduler.model.version import Tree
from scheduler.service.accepting import Accepting, Understood
from scheduler.service.desk import Desk
from scheduler.store.database import Database
from tests.make import a_house
from tests.rig import HeldFiles, Rig

GOOD = Tree(files={"config/a.yaml": b"good"}, commit="c0ffee")
BETTER = Tree(files={"config/a.yaml": b"better"})
BAD = Tree(files={"config/a.yaml": b"bad"})
RESTLESS = "config: the files change all the time; let them rest"
WRONG = Problem("config/a.yaml", 1, 1, "x", "it is bad", "make it good")


@dataclass
class Unreadable(HeldFiles):
    """Files whose next reads fail."""

    fails: list[Problem] = field(default_factory=list)

    def look(self) -> Tree:
        if self.fails:
            raise FilesWrong(tuple(self.fails))
        return super().look()


def understand(tree: Tree, at: datetime | None) -> Understood:
    if tree.files.get("config/a.yaml") == b"bad":
        return Understood(house=None, problems=(WRONG, Problem("config/a.yaml", 2, 1, "y", "so is this", "mend it")))
    return Understood(house=a_house())


def unreadable(tree: Tree, at: datetime | None) -> Understood:
    """A program that can read better files only."""
    return Understood(house=a_house()) if tree.files == BETTER.files else Understood(house=None, problems=(WRONG,))


class Place:
    def __init__(self, folder: Path) -> None:
        self.rig = Rig(folder)
        self.files = Unreadable(tree=GOOD)
        self.accepting = Accepting(self.rig.desk, self.files, understand)

    def look_twice(self, seconds: float = 2) -> int | None:
        """The number of the version that two looks took."""
        assert self.accepting.look() is None
        self.rig.pass_by(seconds=seconds)
        taken = self.accepting.look()
        return taken.number if taken else None

    def mark(self, name: str) -> str | None:
        with self.rig.store.look() as looking:
            return looking.mark(name)

    def open_alerts(self) -> list[str]:
        with self.rig.store.look() as looking:
            return [alert.text for alert in looking.alerts(open_only=True)]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_before_anything_was_taken_there_are_no_files_in_force(place: Place) -> None:
    assert place.accepting.current() is None
    with pytest.raises(FilesWrong, match="no files were taken yet"):
        place.accepting.house()


def test_a_tree_is_taken_when_two_looks_two_seconds_apart_agree(place: Place) -> None:
    assert place.look_twice() == 1
    assert place.accepting.house() == a_house()
    entry = place.rig.happened[-1][0]
    assert (entry.event, entry.who) == ("files.accepted", "beat:files")
    assert entry.evidence == {"version": "1", "digest": GOOD.digest, "commit": "c0ffee"}


def test_what_was_committed_stands_in_the_record_under_its_author(place: Place) -> None:
    place.files.tree = Tree(files=GOOD.files, commit="c0ffee", author="Anna")
    place.look_twice()

    assert place.rig.happened[-1][0].who == "git:Anna"


def test_two_looks_that_are_closer_do_not_count(place: Place) -> None:
    assert place.look_twice(seconds=1.9) is None

    place.rig.pass_by(seconds=0.1)
    assert place.accepting.look() is not None


def test_a_tree_that_is_still_being_written_is_not_taken(place: Place) -> None:
    place.accepting.look()
    for content in (b"b", b"be", b"bet"):
        place.files.tree = Tree(files={"config/a.yaml": content})
        place.rig.pass_by(seconds=2)
        assert place.accepting.look() is None

    place.rig.pass_by(seconds=2)
    assert place.accepting.look() is not None


def test_the_same_tree_is_taken_once(place: Place) -> None:
    place.look_twice()

    assert place.look_twice() is None
    assert place.rig.events() == ["files.accepted"]


def test_a_bad_edit_is_said_once_and_the_last_good_files_stay_in_force(place: Place) -> None:
    place.look_twice()
    place.files.tree = BAD
    for _ in range(3):
        assert place.look_twice() is None

    assert place.accepting.current() is not None
    assert place.accepting.house() == a_house()
    assert place.rig.events().count("files.refused") == 1
    assert place.open_alerts() == [
        f"the files were edited and cannot be taken: {WRONG} (and 1 more; see `awareness status`)"
    ]
    assert place.mark("files refused") is not None


def test_another_bad_edit_is_said_anew(place: Place) -> None:
    place.look_twice()
    place.files.tree = BAD
    place.look_twice()
    place.files.tree = Tree(files={"config/a.yaml": b"bad", "config/b.yaml": b""})
    place.look_twice()

    assert place.rig.events().count("files.refused") == 2
    assert len(place.open_alerts()) == 1


@pytest.mark.parametrize("mended", [GOOD, BETTER])
def test_mending_the_files_ends_the_trouble(place: Place, mended: Tree) -> None:
    place.look_twice()
    place.files.tree = BAD
    place.look_twice()
    place.files.tree = mended
    place.look_twice()

    assert (place.open_alerts(), place.mark("files refused")) == ([], None)
    assert place.rig.events()[-1] in {"files.mended", "alert.closed"}


def test_files_that_cannot_be_read_are_a_bad_edit_too(place: Place) -> None:
    place.look_twice()
    place.files.fails = [WRONG]
    assert place.accepting.look() is None

    assert place.open_alerts() == [f"the files were edited and cannot be taken: {WRONG}"]


def test_a_good_edit_that_is_not_committed_waits_and_says_so(place: Place) -> None:
    place.look_twice()
    place.files.tree = Tree(files=BETTER.files, unsettled="config/a.yaml is not committed")
    assert place.look_twice() is None
    assert place.mark("files waiting") == "config/a.yaml is not committed"

    place.files.tree = BETTER
    taken = place.accepting.look()
    assert taken is not None
    assert taken.number == 2
    assert place.mark("files waiting") is None


def test_a_bad_edit_is_said_even_before_it_is_committed(place: Place) -> None:
    place.look_twice()
    place.files.tree = Tree(files=BAD.files, unsettled="config/a.yaml is not committed")
    place.look_twice()

    assert len(place.open_alerts()) == 1


def test_taking_at_the_start_waits_for_a_second_read(place: Place) -> None:
    before = place.rig.clock.monotonic()
    taken = place.accepting.take("boot")

    assert (taken.number, taken.house, taken.digest) == (1, a_house(), GOOD.digest)
    assert place.rig.clock.monotonic() - before == 2


def test_taking_what_is_in_force_needs_no_second_read(place: Place) -> None:
    place.accepting.take("boot")
    before = place.rig.clock.monotonic()

    assert place.accepting.take("boot").number == 1
    assert place.rig.clock.monotonic() == before
    assert place.rig.events() == ["files.accepted"]


def test_a_start_on_bad_files_goes_on_with_the_last_good_ones_loudly(place: Place) -> None:
    place.accepting.take("boot")
    place.files.tree = BAD

    assert place.accepting.take("boot").number == 1
    assert len(place.open_alerts()) == 1


def test_a_first_start_on_bad_files_says_every_problem(place: Place) -> None:
    place.files.tree = BAD

    with pytest.raises(FilesWrong) as wrong:
        place.accepting.take("boot")
    assert len(wrong.value.problems) == 2


def test_a_first_start_on_files_that_are_not_committed_says_what_to_do(place: Place) -> None:
    place.files.tree = Tree(files=GOOD.files, unsettled="config/a.yaml is not committed")

    with pytest.raises(FilesWrong, match=r"config/a\.yaml is not committed"):
        place.accepting.take("boot")


def test_a_restart_finds_the_files_in_force_in_the_store(place: Place) -> None:
    place.accepting.take("boot")
    again = Accepting(place.rig.desk, place.files, understand)

    current = again.current()
    assert current is not None
    assert (current.number, current.house) == (1, a_house())


def test_better_files_are_taken_although_this_program_cannot_read_the_stored_ones(place: Place) -> None:
    place.accepting.take("boot")
    strict = Accepting(place.rig.desk, place.files, unreadable)
    with pytest.raises(FilesWrong, match="it is bad"):
        strict.take("boot")

    place.files.tree = BETTER
    assert strict.take("boot").number == 2


def test_files_that_cannot_be_taken_are_named_beside_stored_ones_that_cannot_be_read(place: Place) -> None:
    place.accepting.take("boot")
    place.files.tree = Tree(files=BETTER.files, unsettled="config/a.yaml is not committed")

    with pytest.raises(FilesWrong, match=r"(?s)not committed.*it is bad"):
        Accepting(place.rig.desk, place.files, unreadable).take("boot")


def test_what_was_good_when_it_was_taken_stays_good(place: Place) -> None:
    taken_at = place.accepting.take("boot").accepted_at

    def aging(tree: Tree, at: datetime | None) -> Understood:
        """A text with a counter of days, that has grown too long: now nobody would take it any more."""
        return understand(tree if at is None else BAD, at)

    place.rig.pass_by(days=1)
    assert Accepting(place.rig.desk, place.files, aging).take("boot").accepted_at == taken_at
    assert place.mark("files refused") is None


def test_files_that_cannot_be_read_at_the_start_are_said_loudly(place: Place) -> None:
    place.accepting.take("boot")
    place.files.fails = [WRONG]

    assert place.accepting.take("boot").number == 1
    assert place.open_alerts() == [f"the files were edited and cannot be taken: {WRONG}"]


def test_files_that_never_rest_do_not_keep_the_service_from_starting(place: Place) -> None:
    class Restless(HeldFiles):
        def look(self) -> Tree:
            return Tree(files={"config/a.yaml": str(place.rig.clock.monotonic()).encode()})

    place.accepting.take("boot")
    assert Accepting(place.rig.desk, Restless(), understand).take("boot").number == 1
    assert place.open_alerts() == ["the files were edited and cannot be taken: " + RESTLESS]


def test_what_a_busy_store_kept_from_being_taken_is_taken_later(place: Place, tmp_path: Path) -> None:
    impatient = Database(tmp_path / "awareness.db", patience=timedelta(milliseconds=20))
    accepting = Accepting(Desk(impatient, place.rig.clock, lambda *_: None), place.files, understand)
    accepting.look()
    place.rig.pass_by(seconds=2)
    with place.rig.store.write(), pytest.raises(StoreBusy):
        accepting.look()

    taken = accepting.look()
    assert taken is not None
    assert taken.number == 1


def test_warnings_are_told_apart_from_errors() -> None:
    warning = Problem("config/a.yaml", 1, 1, "x", "it is odd", "look at it", "warning")
    understood = Understood(house=None, problems=(WRONG, warning))

    assert (understood.errors, understood.warnings) == ((WRONG,), (warning,))
