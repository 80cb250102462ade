import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.model.delivery import State
from scheduler.model.marker import Marker
from scheduler.model.receipt import Outgoing, Prepared
from scheduler.model.record import RESTORE, Scope
from scheduler.service.put_back import BACKUP, ENGINE, put_back, recognise, signs
from scheduler.service.tidying import tidy
from tests.rig import NOON, Rig, queued
from tests.scripted import Scripted

LACKS = "its record lacks rows that were written here"
ANOTHER = "it is a copy of the file that was kept, or another one in its place"
Damage = Callable[[Path], None]


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    rig = Rig(tmp_path)
    rig.network.keyed = False
    recognise(rig.desk, "boot me")
    return rig


def in_place(folder: Path) -> None:
    shutil.copyfile(folder / "copy.db", folder / "awareness.db")


def in_its_place(folder: Path) -> None:
    shutil.copyfile(folder / "copy.db", folder / "fresh.db")
    (folder / "fresh.db").replace(folder / "awareness.db")


def say_one(rig: Rig, folder: Path) -> None:
    rig.put(queued())
    shutil.copyfile(folder / "awareness.db", folder / "copy.db")
    assert rig.publishing.drain("demo") == 1
    rig.pass_by(minutes=10)


@pytest.mark.parametrize(("put", "told"), [(in_place, [LACKS]), (in_its_place, [LACKS, ANOTHER])])
def test_an_older_copy_is_told_and_says_nothing(rig: Rig, tmp_path: Path, put: Damage, told: list[str]) -> None:
    say_one(rig, tmp_path)
    put(tmp_path)
    found = recognise(rig.desk, "boot next")

    assert [sign.partition(" (")[0] for sign in found] == told
    assert rig.publishing.drain("demo") == 0
    with rig.store.look() as looking:
        [stop] = looking.stops()
        assert (stop.scope, stop.who) == (Scope.ALL, RESTORE)
        assert put_back(looking) is not None
    [alert] = rig.alerts(open_only=True)
    assert "end it; then `awareness recover` asks the accounts" in alert


def test_it_is_told_once(rig: Rig, tmp_path: Path) -> None:
    say_one(rig, tmp_path)
    in_its_place(tmp_path)
    recognise(rig.desk, "boot next")
    events = rig.events()

    assert recognise(rig.desk, "boot third") == ()
    assert rig.events() == events
    assert list(tmp_path.glob("record.heads.kept-*")) == [tmp_path / "record.heads.kept-1"]


def test_a_copy_is_told_again_where_another_one_is_put_back(rig: Rig, tmp_path: Path) -> None:
    say_one(rig, tmp_path)
    for owner in ("boot 2", "boot 3"):
        in_place(tmp_path)
        assert recognise(rig.desk, owner)


def test_a_copy_of_the_file_alone_is_told_in_its_new_folder(rig: Rig, tmp_path: Path) -> None:
    say_one(rig, tmp_path)
    (tmp_path / "record.heads").unlink()
    (tmp_path / "store.marker").unlink()
    assert signs(rig.store) == ("it was in use, and what the service writes beside a store is not there",)


def test_a_copy_of_the_whole_folder_is_told(rig: Rig, tmp_path: Path) -> None:
    say_one(rig, tmp_path)
    shutil.copytree(tmp_path, tmp_path / "elsewhere")
    assert signs(Rig(tmp_path / "elsewhere").store) == (ANOTHER,)


def test_a_folder_on_another_machine_is_told(rig: Rig, tmp_path: Path) -> None:
    marker = json.loads((tmp_path / "store.marker").read_text())
    (tmp_path / "store.marker").write_text(json.dumps(marker | {"machine": "another"}))
    assert signs(rig.store) in {("it was kept on another machine",), ()}  # in a container a machine has no name
    assert rig.store.lies().machine == "" or signs(rig.store)


def test_an_empty_store_in_the_place_of_one_is_told(rig: Rig, tmp_path: Path) -> None:
    say_one(rig, tmp_path)
    (tmp_path / "awareness.db").unlink()
    assert LACKS in signs(Rig(tmp_path).store)[0]


def test_a_store_that_another_engine_kept_meanwhile_is_told(rig: Rig) -> None:
    with rig.store.write() as writing:
        writing.set_mark(ENGINE, "boot of another house")
    assert signs(rig.store) == ("another engine kept it last than the one that kept the store here",)


def test_a_marker_that_cannot_be_read_fits_no_store(rig: Rig, tmp_path: Path) -> None:
    (tmp_path / "store.marker").write_text("{")
    assert ANOTHER in signs(rig.store)


def test_a_record_that_went_another_way_is_told(rig: Rig, tmp_path: Path) -> None:
    say_one(rig, tmp_path)
    in_place(tmp_path)
    heads = (tmp_path / "record.heads").read_bytes()
    for minute in range(1, 5):
        rig.put(queued(minute))
    (tmp_path / "record.heads").write_bytes(heads)
    assert signs(rig.store) == ("its record went another way than the one that was kept here (demo)",)


def test_a_backup_in_the_place_of_a_store_is_told_whatever_lies_beside_it(rig: Rig, tmp_path: Path) -> None:
    with rig.store.write() as writing:
        writing.set_mark(BACKUP, json.dumps({"at": "2026-11-23T11:00:00+00:00"}))
    assert signs(rig.store) == ("it is the backup of 2026-11-23 11:00 UTC",)
    recognise(rig.desk, "boot next")
    with rig.store.look() as looking:
        found = put_back(looking)
        assert looking.mark(BACKUP) is None
    assert found is not None
    assert found.since is not None
    assert found.since.hour == 11


def die_before_the_store_names_it(rig: Rig, owner: str) -> None:
    """What `recognise` leaves where it is killed between its two writes."""
    with rig.store.look() as looking:
        last = looking.mark(ENGINE)
    rig.store.set_marker(Marker(lies=rig.store.lies(), owner=owner, before=last))


@pytest.mark.parametrize("deaths", range(4))
def test_starts_that_died_half_way_are_no_sign(rig: Rig, deaths: int) -> None:
    for number in range(deaths):
        die_before_the_store_names_it(rig, f"boot {number}")
    assert recognise(rig.desk, "boot whole") == ()
    for number in range(deaths):
        die_before_the_store_names_it(rig, f"boot later {number}")
    assert signs(rig.store) == ()


def test_a_first_start_that_died_half_way_is_no_sign(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    die_before_the_store_names_it(rig, "boot 1")
    assert recognise(rig.desk, "boot 2") == ()


def test_heads_that_lag_are_no_sign(rig: Rig, tmp_path: Path) -> None:
    heads = (tmp_path / "record.heads").read_bytes() if (tmp_path / "record.heads").exists() else b""
    rig.put(queued())
    (tmp_path / "record.heads").write_bytes(heads)
    assert signs(rig.store) == ()


def test_a_persons_stop_of_everything_is_remembered(rig: Rig, tmp_path: Path) -> None:
    rig.stop()
    say = rig.put(queued())
    with rig.store.write() as writing:
        writing.set_mark(BACKUP, json.dumps({"at": "2026-11-23T11:00:00+00:00"}))
    for owner in ("boot 2", "boot 3"):
        recognise(rig.desk, owner)
    with rig.store.look() as looking:
        found = put_back(looking)
    assert found is not None
    assert found.before is not None
    assert (found.before["who"], found.before["why"]) == ("user:anna", "rest")
    assert rig.state(say) is State.QUEUED


def test_what_may_be_out_waits_whatever_its_time(rig: Rig, tmp_path: Path) -> None:
    say_one(rig, tmp_path)
    in_place(tmp_path)
    recognise(rig.desk, "boot next")
    rig.pass_by(hours=8)
    tidy(rig.desk, rig.house)
    with rig.store.look() as looking:
        assert [row.state for row in looking.deliveries()] == [State.QUEUED]


def test_a_store_that_is_replaced_under_a_living_engine_says_nothing_more(rig: Rig, tmp_path: Path) -> None:
    say_one(rig, tmp_path)
    in_place(tmp_path)
    assert rig.publishing.drain("demo") == 0
    assert rig.publishing.drain("demo") == 0
    assert len(rig.network.taken) == 1


def test_a_store_that_is_replaced_between_claim_and_fence_opens_no_fence(rig: Rig, tmp_path: Path) -> None:
    class Slow(Scripted):
        def prepare(self, post: Outgoing) -> Prepared:
            in_place(tmp_path)
            return super().prepare(post)

    rig.channels["demo"] = network = Slow(at=NOON)
    rig.put(queued())
    rig.put(queued(1))
    shutil.copyfile(tmp_path / "awareness.db", tmp_path / "copy.db")
    assert rig.publishing.drain("demo") == 1
    assert network.taken == []
