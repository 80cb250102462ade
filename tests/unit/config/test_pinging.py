from pathlib import Path

import pytest

from scheduler.config.pinging import address_of
from scheduler.errors import FilesWrong
from scheduler.model.secret import Secret
from scheduler.secrecy import hidden

ADDRESS = "https://monitor.example/ping/7d6c1f0a-canary"


def said(secret: Secret, environ: dict[str, str], folder: Path) -> str:
    with pytest.raises(FilesWrong) as caught:
        address_of(secret, environ, folder)
    return str(caught.value.problems[0])


def test_it_comes_from_a_variable_or_a_file(tmp_path: Path) -> None:
    (tmp_path / "ping").write_text(f"{ADDRESS}\n")

    assert address_of(Secret(env="PING"), {"PING": ADDRESS}, tmp_path) == ADDRESS
    assert address_of(Secret(file="ping"), {}, tmp_path) == ADDRESS
    assert address_of(Secret(env="PING"), {"PING_FILE": "ping"}, tmp_path) == ADDRESS
    assert address_of(Secret(env="PING"), {"PING": "http://127.0.0.1:81/x"}, tmp_path) == "http://127.0.0.1:81/x"


def test_what_stands_behind_its_host_is_never_said_and_the_host_may_be(tmp_path: Path) -> None:
    address_of(Secret(env="PING"), {"PING": ADDRESS}, tmp_path)

    assert "canary" not in hidden(f"GET {ADDRESS}")
    assert hidden("https://monitor.example/help") == "https://monitor.example/help"


@pytest.mark.parametrize("address", ["http://monitor.example/canary", "ftp://a.b/canary", "canary", "https:///canary"])
def test_an_address_that_leads_nowhere_or_lies_open_is_refused_and_not_repeated(address: str, tmp_path: Path) -> None:
    found = said(Secret(env="PING"), {"PING": address}, tmp_path)

    assert found.startswith("config/awareness.yaml: ping.url: what is kept there is no address that begins with https")
    assert "canary" not in found


def test_one_that_is_not_there_is_said_with_what_to_do(tmp_path: Path) -> None:
    assert "the environment variable PING is not set" in said(Secret(env="PING"), {}, tmp_path)
    assert "holds more than an address" in said(Secret(env="PING"), {"PING": "two words"}, tmp_path)
