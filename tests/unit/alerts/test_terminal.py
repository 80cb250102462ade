import io

import pytest

from scheduler.alerts.terminal import TerminalSink
from scheduler.model.record import Alert
from tests.make import utc


def alert(text: str) -> Alert:
    return Alert(kind="late", subject="demo", text=text, at=utc("2026-11-23 09:05:59"))


class Gone(io.StringIO):
    """A pipe whose reader has gone."""

    def flush(self) -> None:
        raise BrokenPipeError


class Held(io.StringIO):
    """Shows what was written only once it was flushed."""

    shown = ""

    def flush(self) -> None:
        self.shown = self.getvalue()


def test_each_alert_is_one_line() -> None:
    stream = Held()
    TerminalSink(stream).tell([alert("demo is late"), alert("demo is late again")])
    assert stream.shown == (
        "2026-11-23 09:05 UTC alert (late): demo is late\n2026-11-23 09:05 UTC alert (late): demo is late again\n"
    )


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_screen_it_ends_its_lines_between_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    stream = Screen()
    TerminalSink(stream).tell([alert("demo is late again")])

    assert stream.getvalue() == "2026-11-23 09:05 UTC alert (late): demo\nis late again\n"


@pytest.mark.parametrize("letter", ["\n", "\r", "\x1b", "\x00", "\u202e", "\u2028"])
def test_no_letter_steers_the_terminal(letter: str) -> None:
    stream = io.StringIO()
    TerminalSink(stream).tell([alert(f"Refused:{letter}[2J Правда é")])
    assert stream.getvalue() == "2026-11-23 09:05 UTC alert (late): Refused: [2J Правда é\n"


def test_what_nobody_can_read_is_asked_again() -> None:
    with pytest.raises(BrokenPipeError):
        TerminalSink(Gone()).tell([alert("demo is late")])
