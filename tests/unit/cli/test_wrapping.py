from io import StringIO

import pytest

from scheduler.cli.wrapping import wrapped


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")


def test_on_a_terminal_a_line_ends_between_words() -> None:
    assert wrapped("the server does not take this code", Terminal()) == "the server does not\ntake this code"


def test_in_a_pipe_a_line_is_as_long_as_what_it_says() -> None:
    assert wrapped("the server does not take this code", StringIO()) == "the server does not take this code"


def test_an_address_is_never_broken() -> None:
    address = "https://mastodon.example/oauth/authorize?client_id=1"
    assert wrapped(f"open\n\n  {address}\n\nthe end of it is that", Terminal()) == (
        f"open\n\n  {address}\n\nthe end of it is\nthat"
    )
    assert wrapped(f"open {address}", Terminal()) == f"open\n{address}"
