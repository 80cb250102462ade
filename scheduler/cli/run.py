"""`awareness run` and `awareness once`: the service itself."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.text import Text

from scheduler.alerts.file import FileSink
from scheduler.alerts.terminal import TerminalSink
from scheduler.app import App, build
from scheduler.cli.codes import Code
from scheduler.cli.door import let_go_of_stdout
from scheduler.cli.log_files import LogFile, is_journal
from scheduler.cli.logs import configure, log_entry
from scheduler.cli.opening import open_app
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session
from scheduler.cli.speaking import Speaker, hanging, indented
from scheduler.cli.standing import tell_of_stops
from scheduler.cli.verb import verb
from scheduler.clock import Clock
from scheduler.engines.local import LocalEngine
from scheduler.engines.once import run_once
from scheduler.model.delivery import Delivery
from scheduler.model.record import Entry
from scheduler.place import Place
from scheduler.service.ports import AlertSink

VERBOSE = click.option("-v", "--verbose", is_flag=True, help="Show every event on the terminal, not only warnings.")


class Unheard(Console):
    """Whoever reads what it prints may go away: rich would end the program, in the midst of a post perhaps."""

    def on_broken_pipe(self) -> None:
        let_go_of_stdout()


@verb("run", example="awareness run")
@VERBOSE
def run(session: Session, verbose: bool) -> None:  # noqa: FBT001 - click's own call
    """Keep the service going until Ctrl-C or SIGTERM.

    It reads the files, plans a fortnight, publishes what is due, and takes edits while it runs."""
    place = Place(folder=session.folder, data=session.data_folder)
    file = None if is_journal(sys.stderr, os.environ) else LogFile(place.log)
    configure(verbose=verbose, spoken=sys.stdout.isatty(), file=file)
    console = Unheard(no_color=session.plain or None, highlight=False, markup=False, emoji=False)
    serve(place, session.clock, console, None)


@verb("once", example="*/5 * * * *  awareness --folder /srv/campaign once   (in a crontab)")
@VERBOSE
def once(session: Session, verbose: bool) -> None:  # noqa: FBT001 - click's own call
    """Do everything that is due, once, and end; for cron.

    While `awareness run` lives it leaves the work to that, says so, and ends well."""
    configure(verbose=verbose)
    tried = one_pass(Place(folder=session.folder, data=session.data_folder), session.clock)
    if tried is None:
        click.echo("An engine is running on this store and does the work; nothing was done here.", err=True)
    else:
        click.echo(f"{tried} post{'' if tried == 1 else 's'} tried.", err=True)
        tell_of_stops(open_app(session), Screen(session))


def serve(place: Place, clock: Clock, console: Console, zone: ZoneInfo | None) -> None:
    """Keep the service going until SIGTERM or Ctrl-C, then end it cleanly."""
    made: list[App] = []
    speaker = Speaker(console, lambda: made[0].store, zone)

    def announce(entry: Entry, delivery: Delivery | None) -> None:
        log_entry(entry, delivery)
        speaker.announce(entry, delivery)

    made.append(build(place, clock=clock, announce=announce, sinks=_sinks(place), watched=True, create=True))
    app = made[0]
    ending = threading.Event()
    with _ended_by_signals(ending, console):
        _greet(console, app)
        LocalEngine(app.work, app.store, app.owner).run(ending, lambda: _opened(console, app, speaker))
    end = "Ended cleanly. What is planned stays planned; `awareness run` goes on from here."
    console.print(Text(end, style="dim"), soft_wrap=True)


FOR_ALLIES = 10.0
"""Seconds: a pass that ends would take what it tells them with it."""


def one_pass(place: Place, clock: Clock) -> int | None:
    """One pass for cron; None: an engine is running and does the work itself."""
    sinks = _sinks(place)
    app = build(place, clock=clock, announce=log_entry, sinks=sinks, watched=True, create=True, patience=FOR_ALLIES)
    return run_once(app.work, app.store, app.owner)


def _sinks(place: Place) -> list[AlertSink]:
    """Whoever collects the log as JSON lines finds alerts in it already."""
    return [FileSink(place.alerts), *([TerminalSink(sys.stderr)] if sys.stderr.isatty() else [])]


@contextmanager
def _ended_by_signals(ending: threading.Event, console: Console) -> Iterator[None]:
    """The first SIGTERM or Ctrl-C sets the event; a second Ctrl-C ends the process at once, which loses nothing."""

    def end(number: int, _: FrameType | None) -> None:
        if ending.is_set() and number == signal.SIGINT:
            # Python would wait for a hand that hangs in a request; the next start goes on from the store.
            os._exit(Code.INTERRUPTED)
        ending.set()
        console.print(Text("\nEnding: what is on the wire is finished first …", style="dim"))

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _greet(console: Console, app: App) -> None:
    console.print(
        Text("Awareness Scheduler", style="bold"),
        Text(f"reading {app.place.folder.resolve()} …", style="dim"),
        soft_wrap=True,
    )


def _opened(console: Console, app: App, speaker: Speaker) -> None:
    current = app.accepting.house()
    with app.store.look() as looking:
        live = sorted(app.planning.live_accounts(current, looking))
        tally = looking.tally()
    where = {a.id: f"{a.id} ({a.network}{f' in the manner of {a.like}' if a.like else ''})" for a in current.accounts}
    facts = [
        ("speaks for", ", ".join(c.id for c in current.campaigns)),
        ("on", ", ".join(where[a] for a in live) or "no account yet: see `awareness live`"),
        (
            "planned",
            f"{sum(n for s, n in tally.items() if s in {'planned', 'queued'})} posts ahead; see `awareness plan --why`",
        ),
        ("see it", f"{(app.place.paper / 'feed.html').resolve()} in a browser; `awareness record` for the history"),
        (
            "stop it",
            "Ctrl-C ends the service; `awareness stop` keeps it from sending anything until `awareness resume`",
        ),
    ]
    for name, what in facts:
        hanging(console, Text(f"{name:>12}  ", "dim"), what)
    if not any(a.network != "paper" for a in current.accounts if a.id in live):
        indented(console, Text("Paper is a network on this machine: nothing leaves it.", style="italic"), 14)
    speaker.next_up()
