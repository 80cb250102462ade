from pathlib import Path

import pytest

from scheduler.cli.disk import house_on_disk, on_disk, place_of
from scheduler.cli.session import Session
from scheduler.clock import ManualClock
from scheduler.errors import FilesWrong
from tests.home import MORNING, Home


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(folder=Home(tmp_path).folder, clock=ManualClock(MORNING))


def test_the_place_is_where_the_options_say(session: Session) -> None:
    assert place_of(session).folder == session.folder
    assert place_of(session).data == session.folder / "data"


def test_good_files_make_a_house(session: Session) -> None:
    tree, understood = on_disk(session)

    assert "config/accounts.yaml" in tree.files
    assert understood.house == house_on_disk(session)


def test_wrong_files_make_none(session: Session) -> None:
    (session.folder / "config" / "accounts.yaml").write_text("accounts: 3\n")

    assert on_disk(session)[1].house is None
    with pytest.raises(FilesWrong) as wrong:
        house_on_disk(session)
    assert wrong.value.problems == on_disk(session)[1].problems
