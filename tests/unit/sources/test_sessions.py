import threading
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.errors import ChannelLocked, ChannelTrouble
from scheduler.sources.sessions import AGAIN, Sessions
from tests.counting import NOW


def never() -> str:
    raise AssertionError("nobody was to sign in")


def test_it_is_kept_for_the_next_start_and_for_nobody_else_to_read(tmp_path: Path) -> None:
    path = tmp_path / "sessions" / "main.search.json"
    assert Sessions(path).access("a login", NOW, lambda: "jwt-one") == "jwt-one"
    assert Sessions(path).access("a login", NOW + timedelta(days=9), never) == "jwt-one"
    assert path.stat().st_mode & 0o777 == 0o600
    assert "a login" not in path.read_text()
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_one_that_ended_is_replaced_though_not_at_once_again(tmp_path: Path) -> None:
    sessions = Sessions(tmp_path / "main.search.json")
    sessions.access("a login", NOW, lambda: "one")
    with pytest.raises(ChannelLocked, match="not asked to at once again"):
        sessions.access("a login", NOW, never, "one")
    assert sessions.access("a login", NOW + AGAIN, lambda: "two", "one") == "two"
    assert sessions.access("a login", NOW + AGAIN, never, "one") == "two"


def test_what_was_not_let_in_waits_and_another_password_does_not(tmp_path: Path) -> None:
    sessions = Sessions(tmp_path / "main.search.json")

    def refused() -> str:
        raise ChannelLocked("it does not let us in (401)")

    def broken() -> str:
        raise ChannelTrouble("it answered 500")

    for _ in range(2):
        with pytest.raises(ChannelTrouble, match="500"):
            sessions.access("a login", NOW, broken)
    with pytest.raises(ChannelLocked, match="401"):
        sessions.access("a login", NOW, refused)
    with pytest.raises(ChannelLocked):
        sessions.access("a login", NOW, never)
    assert sessions.access("another", NOW, lambda: "one") == "one"


@pytest.mark.parametrize("torn", [b"", b"[]", b"{}", b'{"login": 1, "at": 2, "access": 3}', b"\xff"])
def test_what_cannot_be_read_is_as_if_it_were_not_there(tmp_path: Path, torn: bytes) -> None:
    (tmp_path / "main.search.json").write_bytes(torn)
    assert Sessions(tmp_path / "main.search.json").access("a login", NOW, lambda: "one") == "one"


def test_where_it_cannot_be_kept_it_is_used_once(tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("a file in the place of the folder")
    assert Sessions(tmp_path / "sessions" / "a.json").access("a login", NOW, lambda: "one") == "one"


def test_sources_that_come_together_sign_in_once(tmp_path: Path) -> None:
    signed: list[str] = []

    def sign_in() -> str:
        signed.append("in")
        return "one"

    def ask() -> None:
        Sessions(tmp_path / "main.search.json").access("a login", NOW, sign_in)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert signed == ["in"]
