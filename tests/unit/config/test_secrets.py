import logging
from collections.abc import Mapping
from pathlib import Path

import pytest

from scheduler.config.secrets import file_for, forget, resolve, store
from scheduler.errors import FilesWrong, NotAllowed
from scheduler.model.secret import Secret

CANARY = "canary-7f3a"
ENV = Secret(env="HARBOUR_TOKEN")


def kept(folder: Path, content: bytes = CANARY.encode(), mode: int = 0o600) -> Secret:
    path = folder / "token.txt"
    path.write_bytes(content)
    path.chmod(mode)
    return Secret(file="token.txt")


def refusal(secret: Secret, environ: Mapping[str, str], folder: Path) -> str:
    with pytest.raises(FilesWrong) as error:
        resolve(secret, environ, folder)
    (problem,) = error.value.problems
    assert (problem.file, problem.path) == ("config/accounts.yaml", "token")
    assert problem.fix
    assert CANARY not in str(error.value)
    return problem.what


def test_a_token_comes_from_the_environment(tmp_path: Path) -> None:
    assert resolve(ENV, {"HARBOUR_TOKEN": f" {CANARY}\n"}, tmp_path) == CANARY


def test_a_token_comes_from_a_file_in_the_folder_or_anywhere(tmp_path: Path) -> None:
    secret = kept(tmp_path, f"{CANARY}\n".encode())

    assert resolve(secret, {}, tmp_path) == CANARY
    assert resolve(Secret(file=str(tmp_path / "token.txt")), {}, Path("elsewhere")) == CANARY


def test_a_variable_may_name_a_file_instead(tmp_path: Path) -> None:
    kept(tmp_path)

    assert resolve(ENV, {"HARBOUR_TOKEN_FILE": "token.txt"}, tmp_path) == CANARY
    assert resolve(ENV, {"HARBOUR_TOKEN": "", "HARBOUR_TOKEN_FILE": "token.txt"}, tmp_path) == CANARY
    assert resolve(ENV, {"HARBOUR_TOKEN": "own", "HARBOUR_TOKEN_FILE": "token.txt"}, tmp_path) == "own"


def test_a_variable_that_is_not_set_is_named(tmp_path: Path) -> None:
    assert refusal(ENV, {}, tmp_path) == "the environment variable HARBOUR_TOKEN is not set"


@pytest.mark.parametrize("value", ["", "  \n"])
def test_a_variable_that_is_empty_is_named(value: str, tmp_path: Path) -> None:
    assert refusal(ENV, {"HARBOUR_TOKEN": value}, tmp_path) == "the environment variable HARBOUR_TOKEN is empty"


@pytest.mark.parametrize(
    "value", [f"{CANARY} {CANARY}", f"{CANARY}\n{CANARY}", f"{CANARY}\x00x", "x" * (64 * 1024 + 1)]
)
def test_more_than_a_token_is_refused(value: str, tmp_path: Path) -> None:
    what = refusal(ENV, {"HARBOUR_TOKEN": value}, tmp_path)

    assert what == "the environment variable HARBOUR_TOKEN holds more than a token"


def test_the_longest_token_is_taken(tmp_path: Path) -> None:
    assert len(resolve(ENV, {"HARBOUR_TOKEN": "x" * (64 * 1024)}, tmp_path)) == 64 * 1024


def test_a_file_that_cannot_be_read_is_named_with_the_reason(tmp_path: Path) -> None:
    missing = refusal(Secret(file="none.txt"), {}, tmp_path)
    folder = refusal(Secret(file="."), {}, tmp_path)

    assert missing == f"the file {tmp_path / 'none.txt'} cannot be read: no such file or directory"
    assert folder == f"the file {tmp_path} cannot be read: is a directory"
    assert "none.txt cannot be read" in refusal(ENV, {"HARBOUR_TOKEN_FILE": "none.txt"}, tmp_path)


@pytest.mark.parametrize(
    ("content", "what"),
    [(b"", "is empty"), (b"\xff" + CANARY.encode(), "is not a text"), (b"a b", "holds more than a token")],
)
def test_a_file_holds_the_token_and_nothing_else(content: bytes, what: str, tmp_path: Path) -> None:
    assert refusal(kept(tmp_path, content), {}, tmp_path) == f"the file {tmp_path / 'token.txt'} {what}"


def test_a_file_that_everybody_can_read_is_a_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert resolve(kept(tmp_path, mode=0o640), {}, tmp_path) == CANARY
        assert caplog.messages == []
        assert resolve(kept(tmp_path, mode=0o644), {}, tmp_path) == CANARY

    path = tmp_path / "token.txt"
    assert caplog.messages == [f"every user of this machine can read the token in {path}; run: chmod 600 {path}"]


def test_a_new_token_goes_where_the_old_one_is_read_from(tmp_path: Path) -> None:
    for secret, environ in [(Secret(file="a/token"), {}), (ENV, {"HARBOUR_TOKEN_FILE": "b/token"})]:
        assert store(secret, f"{CANARY}\n", environ, tmp_path) == file_for(secret, environ, tmp_path)
        assert resolve(secret, environ, tmp_path) == CANARY


def test_nobody_can_set_a_variable_of_a_service_from_outside(tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match=r"token: \{file: secrets/NAME\}`, or set HARBOUR_TOKEN_FILE") as raised:
        store(ENV, CANARY, {}, tmp_path)

    assert CANARY not in str(raised.value)


@pytest.mark.parametrize("token", ["", f"{CANARY} {CANARY}"])
def test_what_is_no_token_is_not_kept(token: str, tmp_path: Path) -> None:
    with pytest.raises(FilesWrong) as raised:
        store(Secret(file="token"), token, {}, tmp_path)

    assert CANARY not in str(raised.value)
    assert list(tmp_path.iterdir()) == []


def test_a_token_is_forgotten_where_it_is_in_a_file_and_named_where_it_is_not(tmp_path: Path) -> None:
    secret = kept(tmp_path)

    assert forget(secret, {}, tmp_path) == ""
    assert not (tmp_path / "token.txt").exists()
    kept(tmp_path)
    assert forget(ENV, {"HARBOUR_TOKEN_FILE": "token.txt"}, tmp_path) == ""
    assert not (tmp_path / "token.txt").exists()
    assert "the environment variable HARBOUR_TOKEN" in forget(ENV, {"HARBOUR_TOKEN": CANARY}, tmp_path)
    assert forget(ENV, {}, tmp_path) == ""
