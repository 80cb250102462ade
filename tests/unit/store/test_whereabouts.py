import shutil
from pathlib import Path

import pytest

from scheduler.store.whereabouts import born, machine, whereabouts


def test_writing_to_a_file_leaves_it_the_same_one(tmp_path: Path) -> None:
    file = tmp_path / "store"
    file.write_text("a")
    before = whereabouts(file)
    file.write_text("another")
    file.chmod(0o600)
    file.rename(tmp_path / "renamed")
    assert whereabouts(tmp_path / "renamed") == before


def test_a_copy_is_another_file_whatever_it_keeps(tmp_path: Path) -> None:
    file = tmp_path / "store"
    file.write_text("a")
    before = whereabouts(file)
    shutil.copy2(file, tmp_path / "copy")
    file.unlink()
    shutil.copy2(tmp_path / "copy", file)
    assert before.is_another_file(whereabouts(file))


def test_a_file_that_is_not_there_was_never_born(tmp_path: Path) -> None:
    assert born(tmp_path / "nothing") == ""
    with pytest.raises(FileNotFoundError):
        whereabouts(tmp_path / "nothing")


@pytest.mark.parametrize("text", ["", "uninitialized\n", "short\n"])
def test_a_machine_without_a_lasting_name_has_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "id").write_text(text)
    assert machine(tmp_path / "id") == ""
    assert machine(tmp_path / "nothing") == ""


def test_a_machine_is_known_by_a_digest_of_its_name(tmp_path: Path) -> None:
    names = ["0123456789abcdef" * 2, "1123456789abcdef" * 2]
    digests = set()
    for name in names:
        (tmp_path / "id").write_text(f"{name}\n")
        digests.add(machine(tmp_path / "id"))
    assert digests == {""} or len(digests) == 2  # in a container it has no name
    assert not digests & set(names)
