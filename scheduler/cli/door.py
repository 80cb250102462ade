"""The one door out: every error becomes a sentence and an exit code, and no traceback reaches a person."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict

import click

from scheduler.cli.asking import Declined
from scheduler.cli.codes import Code, code_for
from scheduler.cli.defects import write_report
from scheduler.cli.session import Session
from scheduler.cli.wrapping import wrapped
from scheduler.errors import FilesWrong, Problem, SchedulerError
from scheduler.secrecy import hidden
from scheduler.words.posts import printable


def through(session: Session, arguments: Sequence[str], run: Callable[[], object]) -> Code:
    """Run a verb and say what became of it. A verb returns its Code, or anything else for `done`."""
    session.json = session.json or "--json" in arguments  # an error of usage comes before the option is read
    try:
        returned = run()
        sys.stdout.flush()
    except BrokenPipeError:
        let_go_of_stdout()
        return Code.DONE
    except (click.ClickException, click.Abort, KeyboardInterrupt, SchedulerError, OSError) as error:
        return _told(session, error)
    except Exception as defect:  # noqa: BLE001 - the last door: whatever comes here is ours
        report = write_report(defect, session.data_folder, session.clock.now())
        where = f"what we need to mend it is in {report}" if report else "no report of it could be written"
        return tell(session, Code.DEFECT, f"a defect of this program ({type(defect).__name__}); {where}")
    return Code(returned) if isinstance(returned, int) else Code.DONE


def _told(session: Session, error: BaseException) -> Code:
    match error:
        case click.exceptions.NoArgsIsHelpError():
            error.show()
            return Code.USAGE
        case Declined() if not session.json:
            click.echo("Nothing was done.", err=True)
            return Code.INTERRUPTED
        case click.ClickException():
            hint = _usage(error) if isinstance(error, click.UsageError) else ""
            return tell(session, Code.USAGE, f"{error.format_message()}{hint}")
        case SchedulerError():
            problems = error.problems if isinstance(error, FilesWrong) else ()
            several = f"the files cannot be taken as they are:\n{error}"
            message = "; ".join([several if len(problems) > 1 else str(error), *getattr(error, "__notes__", ())])
            return tell(session, code_for(error), message, problems)
        case OSError():
            what = f"{error.filename}: {error.strerror}" if error.filename else str(error)
            return tell(session, Code.NOT_ALLOWED, what)
        case _:
            return tell(session, Code.INTERRUPTED, "interrupted; nothing more was done")


def tell(session: Session, code: Code, message: str, problems: Sequence[Problem] = ()) -> Code:
    """Say on stderr what went wrong: a sentence, or JSON where the verb was asked for JSON."""
    message = hidden(message)
    if session.json:
        error: dict[str, object] = {"code": int(code), "kind": code.name.lower().replace("_", " "), "message": message}
        if problems:
            error["problems"] = [asdict(problem) for problem in problems]
        click.echo(json.dumps({"error": error}, ensure_ascii=False), err=True)
        return code
    word = "error:"
    told = wrapped(f"{word} {printable(message)}", sys.stderr).removeprefix(word)
    click.echo(f"{click.style(word, fg='red', bold=True)}{told}", err=True, color=False if session.plain else None)
    return code


def _usage(error: click.UsageError) -> str:
    if error.ctx is None:
        return ""
    return f"\nSee `{error.ctx.command_path} --help`."


@contextmanager
def unread() -> Iterator[None]:
    """Inside, a pipe that nobody reads any more ends the verb, quietly and well; click itself would end it with 1."""
    try:
        yield
    except BrokenPipeError as gone:
        let_go_of_stdout()
        raise click.exceptions.Exit(Code.DONE) from gone


def let_go_of_stdout() -> None:
    """Whoever read our output has read enough; what Python still wants to flush goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
