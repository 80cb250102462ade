from pathlib import Path

import pytest

from scheduler.model.delivery import State
from tests.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    found = Home(tmp_path)
    return found.at("2026-11-23 09:05")


def test_a_published_post_is_shown_and_taken_down(home: Home) -> None:
    row = home.first(State.VERIFIED)
    found = home.run("delete", row.key.short, "--yes", "--why", "the number has changed")

    assert found.code == 0
    assert found.out == f"-- demo, said Mon 23 Nov 09:00:02 GMT (10:00:02 CET)\n{row.post.text}\n"
    assert found.err == f"Deleted: {row.key.short} (camps on demo). Nothing sends it again.\n"
    assert home.first().state is State.DELETED
    assert "the number has changed" in home.run("record", "--event", "delivery.deleted").out


def test_where_nobody_can_be_asked_nothing_is_taken_down(home: Home) -> None:
    row = home.first(State.VERIFIED)
    found = home.run("delete", row.key.short)

    assert (found.code, found.out) == (2, "")
    assert "add --yes" in found.err
    assert home.first().state is State.VERIFIED


def test_deleting_twice_says_so(home: Home) -> None:
    short = home.first(State.VERIFIED).key.short
    home.run("delete", short, "--yes")
    found = home.run("delete", short)

    assert (found.code, found.err) == (0, f"It was deleted already: {short} (camps on demo).\n")


def test_what_is_not_published_is_not_deleted(home: Home) -> None:
    found = home.run("delete", home.first(State.PLANNED).key.short)

    assert found.code == 5
    assert "awareness skip" in found.err


def test_an_unknown_key_is_no_such_thing(home: Home) -> None:
    assert home.run("delete", "00000000").code == 6
