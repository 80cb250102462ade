"""`awareness backup` and `restore`: a copy of the store made while the service runs, and one put in its place."""

from pathlib import Path

import click

from scheduler.app import build
from scheduler.cli import documents
from scheduler.cli.copies import make_backup, must_be_sound
from scheduler.cli.disk import place_of
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session
from scheduler.cli.verb import verb
from scheduler.errors import StoreReadOnly
from scheduler.service.put_back import recognise
from scheduler.store.database import Database
from scheduler.store.restoring import must_be_backup, put_back, taken_in
from scheduler.store.standing import Standing
from scheduler.words.counts import count

FILE = click.Path(dir_okay=False, path_type=Path)


@verb("backup", example="awareness backup /media/usb/camps-monday.db", reads=True)
@click.argument("file", type=FILE)
@click.option("--force", is_flag=True, help="In the place of a file that is there.")
def backup(session: Session, file: Path, *, force: bool) -> None:
    """Copy the store to one file, while the service runs.

    The copy is of one instant, only this user can read it, and it is read through before it is kept. It holds what was
    planned, said and decided, and no token; the files under config/ and templates/ are copied like any others.
    """
    screen = Screen(session)
    with screen.busy("Copying the store, and reading the copy through …"):
        made = make_backup(session, place_of(session).store, file, force=force)
    if screen.json:
        screen.document(
            {
                "path": str(made.path.absolute()),
                "at": documents.instant(made.at),
                "bytes": made.bytes,
                "record_rows": made.rows,
            }
        )
        return
    length = f", with {count(made.rows, 'row')} of its record" if made.rows is not None else ""
    screen.talk(f"{made.path} is the store of {made.at:%Y-%m-%d %H:%M:%S} UTC{length}; it was read through.")


@verb("restore", example="awareness restore /media/usb/camps-monday.db")
@click.argument("file", type=FILE)
def restore(session: Session, file: Path) -> None:
    """Put a backup in the place of the store.

    Stop the service first. The store that is there is kept beside it. What was said since the backup the store no
    longer knows, so nothing is said from it until `awareness recover` has asked the accounts.
    """
    screen = Screen(session)
    place = place_of(session)
    with screen.busy("Reading the backup through …"):
        before, standing = _restored(session, file)
    if before is not None:
        screen.talk(f"The store that was there is kept as {before}.")
    screen.talk(f"{file} is the store now: {place.store}. Nothing is said from it yet.")
    if standing is Standing.OLDER:
        screen.talk("An older version of this program made it: next is `awareness db upgrade`, then `awareness run`.")
    else:
        screen.talk("Next is `awareness recover`, which asks the accounts what they said since.")


def _restored(session: Session, file: Path) -> tuple[Path | None, Standing]:
    """Where the store that was there is kept (None: there was none), and which version made the new one."""
    store = place_of(session).store
    kept = store.with_name(f"{store.name}.before-{session.clock.now():%Y-%m-%d-%H%M%S}")
    try:
        store.parent.mkdir(parents=True, exist_ok=True)
        with Database(store).engine_lock("awareness restore"):
            fresh = taken_in(file, store)
            try:
                about, standing = must_be_backup(fresh, file)
                must_be_sound(session, fresh, about)
                before = put_back(fresh, store, kept=kept)
            finally:
                fresh.unlink(missing_ok=True)
            if standing is Standing.CURRENT:
                app = build(place_of(session), clock=session.clock)
                recognise(app.desk, app.owner)
    except OSError as error:
        raise StoreReadOnly(f"{error.filename or store} cannot be written: {error.strerror}") from error
    return before, standing
