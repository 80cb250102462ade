import json
from pathlib import Path

import pytest

from scheduler.model.marker import Marker, Whereabouts
from scheduler.store.marker import ANOTHER, MarkerFile, beside

MARKER = Marker(lies=Whereabouts(inode=7, born="1.5", machine="a"), owner="boot b", before=None)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    file = MarkerFile(beside(tmp_path / "awareness.db"))
    assert file.read() is None
    file.write(MARKER)
    assert file.read() == MARKER
    assert json.loads((tmp_path / "store.marker").read_text())["owner"] == "boot b"
    assert [path.name for path in tmp_path.iterdir()] == ["store.marker"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"inode": 7}', '{"inode": "x"}', "\xff"])
def test_what_is_no_marker_fits_nothing(tmp_path: Path, text: str) -> None:
    path = beside(tmp_path / "awareness.db")
    path.write_text(text, encoding="latin-1")
    assert MarkerFile(path).read() == ANOTHER
