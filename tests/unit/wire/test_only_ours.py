import os
from pathlib import Path

import pytest

from scheduler.wire.only_ours import write


def test_nobody_else_may_read_it_nor_look_into_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "sessions"
    folder.mkdir(mode=0o755)
    for content in (b"one", b"two"):
        write(folder / "a.json", content)
        assert (folder / "a.json").read_bytes() == content
        assert (folder / "a.json").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_where_it_cannot_be_put_in_its_place_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "a.json").mkdir()
    with pytest.raises(OSError, match="irectory"):
        write(tmp_path / "a.json", b"one")
    assert [found.name for found in tmp_path.iterdir()] == ["a.json"]


def test_what_a_killed_process_left_half_written_is_cleared_away_and_no_other_file(tmp_path: Path) -> None:
    for name in (".a.json.old", ".a.json.new", ".a.search.json.old"):
        (tmp_path / name).write_text("a secret")
        if name.endswith("old"):
            os.utime(tmp_path / name, (1, 1))
    write(tmp_path / "a.json", b"one")
    assert {found.name for found in tmp_path.iterdir()} == {"a.json", ".a.json.new", ".a.search.json.old"}
