import io

import click
import pytest

from scheduler.cli.people import AtTheTerminal, must_be_at_the_terminal, one_line


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    typed = io.StringIO()
    monkeypatch.setattr("sys.stdin", typed)
    return typed


@pytest.mark.parametrize("given", ["token", "token\n", " token \r\n"])
def test_one_line_is_a_token(stdin: io.StringIO, given: str) -> None:
    stdin.write(given)
    stdin.seek(0)

    assert one_line() == "token"


@pytest.mark.parametrize(
    ("given", "said"), [("", "Nothing came"), ("\n\n", "Nothing came"), ("a\nb\n", "More than one")]
)
def test_anything_else_is_not(stdin: io.StringIO, given: str, said: str) -> None:
    stdin.write(given)
    stdin.seek(0)
    with pytest.raises(click.UsageError, match=said):
        one_line()


@pytest.mark.usefixtures("stdin")
def test_where_nobody_is_at_the_terminal_nobody_is_asked() -> None:
    with pytest.raises(click.UsageError, match="--token-stdin"):
        must_be_at_the_terminal()


def test_what_is_told_goes_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    AtTheTerminal().tell("Open this address")

    assert capsys.readouterr() == ("", "Open this address\n\n")
