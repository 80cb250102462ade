import stat
from pathlib import Path

import pytest

from scheduler.config.token_files import erase, may_write, write
from scheduler.errors import NotAllowed
from tests.repository import repository
from tests.rights import a_public_folder, as_a_plain_user

CANARY = "canary-7f3a"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def refusal(path: Path) -> str:
    with pytest.raises(NotAllowed) as raised:
        write(path, CANARY)
    assert CANARY not in str(raised.value)
    return str(raised.value)


def test_a_token_is_for_our_eyes_only_and_so_is_a_folder_made_for_it(tmp_path: Path) -> None:
    path = tmp_path / "secrets" / "main"
    write(path, CANARY)

    assert path.read_text() == f"{CANARY}\n"
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_everybody_could_read_is_mended_on_the_way(tmp_path: Path) -> None:
    path = tmp_path / "main"
    path.write_text("old")
    path.chmod(0o644)
    write(path, CANARY)

    assert (path.read_text(), mode(path)) == (f"{CANARY}\n", 0o600)


def test_no_token_is_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "main").symlink_to(tmp_path / "elsewhere")

    assert "is a link" in refusal(tmp_path / "main")
    assert not (tmp_path / "elsewhere").exists()


def test_a_folder_in_its_place_and_a_file_in_its_folders_place_are_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert "is no file" in refusal(tmp_path)
    assert "is no folder" in refusal(tmp_path / "file" / "main")


def test_where_every_user_may_write_no_token_is_put(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)

    assert f"run: chmod o-w {tmp_path / 'open'}" in refusal(tmp_path / "open" / "main")


def test_a_folder_that_cannot_be_written_is_said_and_the_old_token_stays() -> None:
    with a_public_folder() as folder:
        (folder / "main").write_text("old")
        with as_a_plain_user():
            folder_is_ours = folder.stat().st_uid != 0
            if folder_is_ours:
                folder.chmod(0o555)
            found = refusal(folder / "main")

        assert found == f"{folder / 'main'} cannot be written: permission denied"
        assert (folder / "main").read_text() == "old"


def test_git_must_ignore_the_file(tmp_path: Path) -> None:
    checkout = repository(tmp_path / "campaign")
    path = checkout.root / "secrets" / "main"
    found = refusal(path)

    assert f"run: echo '/secrets/main' >> {checkout.root / '.gitignore'}" in found
    assert not path.exists()
    (checkout.root / ".gitignore").write_text("/secrets/\n")
    write(path, CANARY)
    assert checkout.git("status", "--porcelain", "--untracked-files=all") == "?? .gitignore"


def test_a_file_that_git_has_already_is_none_for_a_token_whatever_is_ignored(tmp_path: Path) -> None:
    checkout = repository(tmp_path / "campaign")
    (checkout.root / "main").write_text("old")
    checkout.commit()
    (checkout.root / ".gitignore").write_text("main\n")

    assert "git rm --cached" in refusal(checkout.root / "main")


def test_looking_writes_nothing(tmp_path: Path) -> None:
    may_write(tmp_path / "secrets" / "main")

    assert list(tmp_path.iterdir()) == []


def test_a_token_is_erased_and_one_that_is_not_there_is_no_error(tmp_path: Path) -> None:
    write(tmp_path / "main", CANARY)
    erase(tmp_path / "main")
    erase(tmp_path / "main")

    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_erased_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match="delete it by hand"):
        erase(tmp_path)
