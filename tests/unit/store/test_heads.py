import json
from pathlib import Path

import pytest

from scheduler.store.heads import LARGEST, Heads


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "record.heads"


@pytest.fixture
def heads(path: Path) -> Heads:
    return Heads(path)


def test_no_file_knows_no_heads(heads: Heads) -> None:
    assert heads.read() == {}


def test_it_knows_the_newest_of_each_chain(heads: Heads) -> None:
    heads.append({"demo": (1, "a"), "house": (1, "b")})
    heads.append({"demo": (3, "c")})
    assert heads.read() == {"demo": (3, "c"), "house": (1, "b")}


def test_the_file_can_be_read_with_any_tool(heads: Heads, path: Path) -> None:
    heads.append({"demo": (1, "a")})
    assert path.read_text() == '{"chain": "demo", "seq": 1, "hash": "a"}\n'


def test_the_same_head_twice_says_nothing_new(heads: Heads) -> None:
    heads.append({"demo": (2, "a")})
    heads.append({"demo": (2, "a")})
    heads.append({"demo": (3, "b")})
    assert heads.read() == {"demo": (3, "b")}


@pytest.mark.parametrize("back", [(2, "other"), (1, "other"), (1, "a")])
def test_a_store_that_went_back_shows_however_far_it_grows_again(heads: Heads, back: tuple[int, str]) -> None:
    heads.append({"demo": (2, "b"), "house": (1, "x")})
    heads.append({"demo": back, "house": (2, "y")})
    heads.append({"demo": (9, "c")})
    assert heads.read() == {"demo": (2, "b"), "house": (2, "y")}


@pytest.mark.parametrize(
    "torn", [b'{"chain": "demo", "se', b"{}", b"[]", b"7", b"\xff\xfe", b'{"chain": "demo", "seq": "x", "hash": "a"}']
)
def test_a_torn_last_line_is_passed_over_and_does_not_tear_the_next(heads: Heads, path: Path, torn: bytes) -> None:
    heads.append({"demo": (1, "a")})
    with path.open("ab") as file:
        file.write(torn)
    assert heads.read() == {"demo": (1, "a")}
    heads.append({"demo": (2, "b")})
    assert heads.read() == {"demo": (2, "b")}


def test_it_writes_no_empty_lines(heads: Heads, path: Path) -> None:
    heads.append({"demo": (1, "a")})
    heads.append({"demo": (2, "b")})
    assert len(path.read_bytes().split(b"\n")) == 3


def fill(path: Path, size: int) -> None:
    line = json.dumps({"chain": "demo", "seq": 4, "hash": "d"}).encode()
    with path.open("ab") as file:
        file.write(b" " * (size - path.stat().st_size - len(line) - 1) + line + b"\n")
    assert size == path.stat().st_size


def test_a_file_of_the_largest_size_is_left_as_it_is(heads: Heads, path: Path) -> None:
    heads.append({"demo": (3, "c")})
    fill(path, LARGEST)
    heads.append({"demo": (5, "e")})
    assert path.stat().st_size > LARGEST


def test_a_larger_file_is_written_anew_and_knows_what_it_knew(heads: Heads, path: Path) -> None:
    heads.append({"demo": (3, "c"), "house": (1, "x")})
    fill(path, LARGEST + 1)
    heads.append({"demo": (5, "e")})
    assert path.read_text().splitlines() == [
        '{"chain": "demo", "seq": 4, "hash": "d"}',
        '{"chain": "house", "seq": 1, "hash": "x"}',
        '{"chain": "demo", "seq": 5, "hash": "e"}',
    ]
    assert [path] == list(path.parent.iterdir())


def test_a_file_written_anew_still_shows_that_the_store_went_back(heads: Heads, path: Path) -> None:
    heads.append({"demo": (3, "c")})
    heads.append({"demo": (2, "other")})
    fill(path, LARGEST + 1)
    heads.append({"demo": (5, "e")})
    assert heads.read() == {"demo": (3, "c")}
    assert path.stat().st_size < 200


def test_begun_anew_it_knows_only_what_it_is_told_and_keeps_what_it_said(heads: Heads, path: Path) -> None:
    assert heads.renew({}) is None
    heads.append({"demo": (3, "c")})
    for number in (1, 2):
        assert heads.renew({"demo": (2, "x")}) == path.with_name(f"record.heads.kept-{number}")
    assert heads.read() == {"demo": (2, "x")}
    assert b'"seq": 3' in path.with_name("record.heads.kept-1").read_bytes()
