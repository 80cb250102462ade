from pathlib import Path

import pytest

from scheduler.errors import NoSuchThing
from scheduler.model.slot import SlotKey
from scheduler.service.finding import find_key, known
from tests.rig import Rig, queued


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def test_a_post_is_named_by_its_key_or_by_eight_digits(rig: Rig) -> None:
    row = rig.put(queued())
    with rig.store.look() as looking:
        assert find_key(looking, str(row.key)) == row.key
        assert find_key(looking, row.key.short) == row.key
        with pytest.raises(NoSuchThing, match="there is no post 'ffffffff'"):
            find_key(looking, "ffffffff")


def test_an_unknown_key_is_said(rig: Rig) -> None:
    with rig.store.look() as looking, pytest.raises(NoSuchThing, match="there is no post a/b/c/d/1"):
        known(looking, SlotKey("a", "b", "c", "d"))
