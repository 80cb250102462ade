"""`awareness db`: looks after the store: makes it, brings it up to this version, says whether it is sound."""

from datetime import datetime
from pathlib import Path

import click
from rich.text import Text

from scheduler.cli.codes import Code
from scheduler.cli.copies import make_backup
from scheduler.cli.disk import place_of
from scheduler.cli.opening import open_app
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session
from scheduler.cli.verb import HELP, epilog, shared, verb
from scheduler.store.checking import faults
from scheduler.store.creating import create as make
from scheduler.store.standing import Standing, state_of, version_of
from scheduler.store.upgrading import upgrade as bring_up
from scheduler.words.counts import count


@click.group("db", context_settings=HELP, epilog=epilog("awareness db check"))
def db() -> None:
    """Look after the store.

    It is one SQLite file in the data folder; beside it lie the heads of its record, and its marker. `awareness backup`
    makes a copy of it.
    """


@verb("create", example="awareness db create")
def create(session: Session) -> None:
    """Make the store where there is none; one that is there is left as it is."""
    path = place_of(session).store
    made = make(path)
    Screen(session).talk(f"Made {path}." if made else f"{path} is there already; it was left as it is.")


@verb("upgrade", example="awareness db upgrade")
def upgrade(session: Session) -> None:
    """Bring a store that an older version wrote up to this one; all or nothing.

    The store is backed up first, into the folder `backups` beside it.
    """
    screen = Screen(session)
    path = place_of(session).store
    if state_of(path) is Standing.OLDER:
        with screen.busy("Backing the store up …"):
            made = make_backup(session, path, _backup_of(path, session.clock.now()))
        screen.talk(f"Backed up as {made.path}.")
    with screen.busy("Bringing the store up to this version …"):
        brought = bring_up(path)
    screen.talk(f"{path} is of this version now." if brought else f"{path} is of this version already.")


def _backup_of(store: Path, now: datetime) -> Path:
    return store.parent / "backups" / f"awareness-{version_of(store)}-{now:%Y-%m-%d-%H%M%S}.db"


@verb("path", example='sqlite3 "$(awareness db path)" .schema')
def path(session: Session) -> None:
    """Print where the store is, or would be."""
    click.echo(place_of(session).store.absolute())


@verb("check", example="awareness db check", reads=True)
def check(session: Session) -> Code:
    """Say whether the store is whole and of this version.

    Looks at the file itself; whether the record in it was tampered with is what `awareness record verify` finds.
    """
    screen = Screen(session)
    where = place_of(session).store
    with screen.busy("Looking at every page …"):
        app = open_app(session)
        with app.store.look() as looking:
            rows = sum(looking.tally().values())
        found = faults(where)
    if screen.json:
        screen.document({"path": str(where.absolute()), "faults": found, "posts": rows})
    elif found:
        screen.show(*(Text(fault, "red") for fault in found))
        screen.talk(f"{where} is damaged: stop the service, keep this file, and put the last copy in its place.")
    else:
        screen.show(Text.assemble(f"{where}: {count(rows, 'post')}, of this version, ", ("whole", "bold green")))
    return Code.STORE if found else Code.DONE


db.params += shared()
for below in (create, upgrade, path, check):
    db.add_command(below)
