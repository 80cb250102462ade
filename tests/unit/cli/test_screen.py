import json

import pytest
from rich.text import Text

from scheduler.cli.screen import Screen
from scheduler.cli.session import Session

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def no_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)


def test_data_go_to_stdout_and_talk_to_stderr(capsys: Capture) -> None:
    screen = Screen(Session())
    screen.show(Text("data"))
    screen.talk("talk")

    assert capsys.readouterr() == ("data\n", "talk\n")


def test_in_a_pipe_a_line_is_as_long_as_what_it_says(capsys: Capture) -> None:
    Screen(Session()).show(Text("word " * 300))

    assert capsys.readouterr().out == ("word " * 300).rstrip() + "\n"


def test_in_a_pipe_nothing_is_coloured(capsys: Capture) -> None:
    Screen(Session()).show(Text("red", style="bold red"))

    assert capsys.readouterr().out == "red\n"


def test_where_columns_are_given_lines_are_wrapped_at_them(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "10")
    Screen(Session()).show(Text("one two three"))

    assert capsys.readouterr().out == "one two\nthree\n"


def test_nothing_that_people_write_is_taken_for_markup(capsys: Capture) -> None:
    Screen(Session()).show(Text("[red]:smile:[/red] 12"))

    assert capsys.readouterr().out == "[red]:smile:[/red] 12\n"


def test_a_document_is_json_in_the_letters_of_every_script(capsys: Capture) -> None:
    Screen(Session()).document({"text": "Закройте"})

    out = capsys.readouterr().out
    assert "Закройте" in out
    assert json.loads(out) == {"text": "Закройте"}


@pytest.mark.parametrize("documents", [[], [{"a": 1}], [{"a": 1}, {"b": "ж"}, 3]])
def test_a_stream_is_one_json_array_an_element_a_line(capsys: Capture, documents: list[object]) -> None:
    Screen(Session()).stream(iter(documents))

    out = capsys.readouterr().out
    assert json.loads(out) == documents
    assert len(out.splitlines()) == (len(documents) + 2 if documents else 1)


def test_where_nobody_looks_there_is_no_sign_of_life(capsys: Capture) -> None:
    with Screen(Session()).busy("Planning …"):
        pass

    assert capsys.readouterr() == ("", "")
