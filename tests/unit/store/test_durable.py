from pathlib import Path

from scheduler.store.durable import put_in_place, put_whole, settle


def test_a_file_is_put_in_the_place_of_another(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")
    put_whole(tmp_path / "file", b"new")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"file": "new"}


def test_a_file_that_is_ready_takes_the_name(tmp_path: Path) -> None:
    (tmp_path / "fresh").write_text("new")
    put_in_place(tmp_path / "fresh", tmp_path / "file")
    settle(tmp_path)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"file": "new"}
