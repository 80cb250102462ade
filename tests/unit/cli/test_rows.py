import pytest
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from scheduler.cli.rows import WORTH_IT, Row, aligned
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session

ROWS = [Row(["09:00", "demo", "Sign the petition now."]), Row(["13:00", "rehearsal", "Give."])]


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch) -> Screen:
    monkeypatch.delenv("COLUMNS", raising=False)
    return Screen(Session())


def narrow(monkeypatch: pytest.MonkeyPatch, width: int) -> Screen:
    monkeypatch.setenv("COLUMNS", str(width))
    return Screen(Session())


def plain(
    rows: list[Row], screen: Screen, *, header: tuple[str, ...] = (), indent: int = 0, wrapped: bool = False
) -> list[str]:
    found = []
    for thing in aligned(rows, screen, header=header, indent=indent, wrapped=wrapped):
        if isinstance(thing, Text):
            found += thing.plain.split("\n")
        elif isinstance(thing, Padding):
            console = Console(width=200)
            with console.capture() as captured:
                console.print(thing)
            found += [line.rstrip() for line in captured.get().splitlines()]
    return found


def test_columns_are_as_wide_as_what_they_hold(pipe: Screen) -> None:
    assert plain(ROWS, pipe) == [
        "09:00  demo       Sign the petition now.",
        "13:00  rehearsal  Give.",
    ]


def test_a_wide_letter_takes_two_columns(pipe: Screen) -> None:
    assert plain([Row(["日本", "a"]), Row(["x", "b"])], pipe) == ["日本  a", "x     b"]


def test_a_header_stands_over_the_rows(pipe: Screen) -> None:
    found = plain(ROWS, pipe, header=("due", "account", ""))

    assert found[0] == "due    account"
    assert len(found) == 3


def test_where_there_are_no_rows_there_is_no_header(pipe: Screen) -> None:
    assert plain([], pipe, header=("due", "account", "")) == []


def test_a_shorter_row_ends_earlier(pipe: Screen) -> None:
    assert plain([Row(["a", "nothing to say here"]), Row(["b", "demo", "text"])], pipe) == [
        "a  nothing to say here",
        "b  demo  text",
    ]


def test_a_heading_stands_above_its_row(pipe: Screen) -> None:
    rows = [Row(["09:00", "x"], above=Text("Monday")), Row(["10:00", "y"])]

    assert plain(rows, pipe, indent=2) == ["Monday", "  09:00  x", "  10:00  y"]


def test_what_stands_below_a_row_is_indented(pipe: Screen) -> None:
    assert plain([Row(["09:00", "x"], ["because"])], pipe, indent=2) == ["  09:00  x", "      because"]


def test_a_line_is_cut_at_the_edge_of_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert plain(ROWS, narrow(monkeypatch, 30)) == ["09:00  demo       Sign the pe…", "13:00  rehearsal  Give."]


def test_a_last_cell_with_hardly_any_room_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    start = len("09:00  rehearsal  ")

    assert plain(ROWS, narrow(monkeypatch, start + WORTH_IT))[0] == "09:00  demo       Sign the …"
    assert plain(ROWS, narrow(monkeypatch, start + WORTH_IT - 1)) == ["09:00  demo", "13:00  rehearsal  Give."]


def test_a_wrapped_cell_goes_on_below_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = narrow(monkeypatch, 24 + 7)

    assert plain([Row(["09:00", "Sign the petition now, and pass it on."])], screen, wrapped=True) == [
        "09:00  Sign the petition now,",
        "       and pass it on.",
    ]


def test_in_a_pipe_nothing_is_wrapped(pipe: Screen) -> None:
    long = "word " * 100

    assert plain([Row(["09:00", long.strip()])], pipe, wrapped=True) == [f"09:00  {long.strip()}"]


def test_a_row_can_be_shown_twice(pipe: Screen) -> None:
    row = Row([Text("a", "red"), Text("b")])

    assert plain([row], pipe) == plain([row], pipe) == ["a  b"]


def test_on_a_narrow_screen_no_line_is_folded_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    row = Row(["2015-02-27 17:00:00", "3,044 mentions where about 582 are usual at this hour: rising."])
    assert plain([row], narrow(monkeypatch, 40), wrapped=True) == [
        "2015-02-27 17:00:00  3,044 mentions",
        " " * 21 + "where about 582 are",
        " " * 21 + "usual at this hour:",
        " " * 21 + "rising.",
    ]
