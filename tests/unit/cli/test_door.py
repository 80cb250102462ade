import errno
import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from scheduler.cli.asking import Declined
from scheduler.cli.codes import Code
from scheduler.cli.door import tell, through, unread
from scheduler.cli.session import Session
from scheduler.clock import ManualClock
from scheduler.errors import FilesWrong, NoSuchThing, Problem, StoreBusy
from tests.make import utc

Capture = pytest.CaptureFixture[str]
PROBLEM = Problem("config/accounts.yaml", 3, 5, "accounts[demo].network", "no such network", "write paper")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(folder=tmp_path, data=tmp_path, clock=ManualClock(utc("2026-11-23 09:00")))


def raising(error: BaseException) -> Callable[[], object]:
    def run() -> object:
        raise error

    return run


@pytest.mark.parametrize(("returned", "code"), [(None, 0), ("x", 0), (0, 0), (1, 1), (Code.FILES, 3)])
def test_a_verb_ends_with_the_code_that_it_returns(session: Session, returned: object, code: int) -> None:
    assert code == through(session, [], lambda: returned)


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (NoSuchThing("there is no account 'x'"), 6, "error: there is no account 'x'\n"),
        (StoreBusy(), 75, "error: the store is busy\n"),
        (FilesWrong((PROBLEM,)), 3, f"error: {PROBLEM}\n"),
        (click.UsageError("No."), 2, "error: No.\n"),
        (click.Abort(), 130, "error: interrupted; nothing more was done\n"),
        (KeyboardInterrupt(), 130, "error: interrupted; nothing more was done\n"),
        (Declined(), 130, "Nothing was done.\n"),
        (OSError(errno.ENOSPC, "No space left", "/a/b"), 5, "error: /a/b: No space left\n"),
        (OSError("strange"), 5, "error: strange\n"),
        (NoSuchThing("\x1b[2Jgone"), 6, "error: �[2Jgone\n"),
    ],
    ids=["unknown", "busy", "files", "usage", "end of input", "interrupt", "no", "disk", "oserror", "escape"],
)
def test_an_error_becomes_a_sentence_and_a_code(
    session: Session, capsys: Capture, error: BaseException, code: int, said: str
) -> None:
    assert code == through(session, [], raising(error))
    assert capsys.readouterr() == ("", said)


def test_several_problems_stand_below_a_line_of_their_own(session: Session, capsys: Capture) -> None:
    through(session, [], raising(FilesWrong((PROBLEM, PROBLEM))))

    assert capsys.readouterr().err == f"error: the files cannot be taken as they are:\n{PROBLEM}\n{PROBLEM}\n"


def test_a_note_on_an_error_is_said_with_it(session: Session, capsys: Capture) -> None:
    error = StoreBusy("busy")
    error.add_note("a STOP file helps")
    through(session, [], raising(error))

    assert capsys.readouterr().err == "error: busy; a STOP file helps\n"


def test_a_mistake_of_usage_names_the_help_of_its_verb(session: Session, capsys: Capture) -> None:
    ctx = click.Context(
        click.Command("plan"), info_name="plan", parent=click.Context(click.Group(), info_name="awareness")
    )
    through(session, [], raising(click.UsageError("No.", ctx)))

    assert capsys.readouterr().err == "error: No.\nSee `awareness plan --help`.\n"


def test_a_defect_shows_no_traceback_and_says_where_its_report_is(session: Session, capsys: Capture) -> None:
    assert through(session, [], raising(ZeroDivisionError("secret words"))) == Code.DEFECT

    err = capsys.readouterr().err
    report = next(session.data_folder.glob("defects/*.txt"))
    assert len(err.splitlines()) == 1
    assert "a defect of this program (ZeroDivisionError)" in err
    assert str(report) in err
    assert "secret words" not in err


def test_a_defect_that_cannot_be_written_down_is_still_said(
    session: Session, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/nowhere/at/all")
    session.data = Path("/nowhere/at/all")

    assert through(session, [], raising(ZeroDivisionError())) == Code.DEFECT
    assert "no report of it could be written" in capsys.readouterr().err


def test_with_json_an_error_is_json(session: Session, capsys: Capture) -> None:
    through(session, ["check", "--json"], raising(FilesWrong((PROBLEM,))))

    error = json.loads(capsys.readouterr().err)["error"]
    assert (error["code"], error["kind"], error["message"]) == (3, "files", str(PROBLEM))
    assert error["problems"][0]["line"] == 3


def test_with_json_an_error_without_problems_names_none(session: Session, capsys: Capture) -> None:
    session.json = True
    through(session, [], raising(NoSuchThing("gone")))

    assert json.loads(capsys.readouterr().err) == {"error": {"code": 6, "kind": "no such thing", "message": "gone"}}


def test_telling_returns_the_code(session: Session) -> None:
    assert tell(session, Code.AGAIN, "later") is Code.AGAIN


def test_an_exit_that_was_asked_for_is_let_through(session: Session) -> None:
    with pytest.raises(SystemExit):
        through(session, [], raising(SystemExit(3)))


def test_other_errors_pass_through_a_pipe_that_is_read() -> None:
    with pytest.raises(ZeroDivisionError), unread():
        raise ZeroDivisionError
