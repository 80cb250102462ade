"""Outages over real HTTP on three networks: what the table says is out, spaced and once; the rest says why not."""

from pathlib import Path

import pytest

from tests.impatient import GivesUp, floods
from tests.outages import KINDS, suffered


@pytest.mark.parametrize("kind", ["401, then resumed", "503 page", "reset taken"])
def test_after_a_minute_everything_is_out(tmp_path: Path, kind: str) -> None:
    assert suffered(tmp_path, KINDS[kind], "1 min") == []


def test_a_publisher_that_floods_is_caught(tmp_path: Path) -> None:
    found = suffered(tmp_path, KINDS["refused"], "30 min", publisher=floods)

    assert any("follows too soon" in fault for fault in found)


def test_a_publisher_that_gives_up_without_a_word_is_caught(tmp_path: Path) -> None:
    found = suffered(tmp_path, KINDS["refused"], "30 min", speaks=GivesUp)

    assert any("missing" in fault for fault in found)
    assert any("its network does not have it" in fault for fault in found)
