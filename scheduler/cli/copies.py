"""Makes a backup that was looked at before anybody relies on it; for every verb that needs one."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from scheduler.app import silent
from scheduler.cli.session import Session
from scheduler.errors import StoreDamaged
from scheduler.service.desk import Desk
from scheduler.service.recording import Recording
from scheduler.store.checking import faults
from scheduler.store.copying import Backup, copied, keep
from scheduler.store.database import Database
from scheduler.store.standing import Standing, state_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """`rows`: how long its record is (None: an older version wrote it, and it was not read through)."""

    path: Path
    at: datetime
    bytes: int
    rows: int | None


def make_backup(session: Session, store: Path, target: Path, *, force: bool = False) -> Made:
    """Raises NotAllowed, StoreTrouble."""
    about = Backup(at=session.clock.now(), heads=Database(store).heads())
    with copied(store, target, about) as part:
        rows = must_be_sound(session, part, about)
        keep(part, target, force=force)
    return Made(path=target, at=about.at, bytes=target.stat().st_size, rows=rows)


def must_be_sound(session: Session, copy: Path, about: Backup) -> int | None:
    """How long its record is; None: an older version wrote it, and its record is not read through. Raises
    StoreDamaged."""
    found, rows = faults(copy), None
    if not found and state_of(copy) is Standing.CURRENT:
        verified = Recording(Desk(Database(copy), session.clock, silent)).verify(about.heads)
        found, rows = list(verified.faults), verified.rows
    if found:
        raise StoreDamaged(f"the copy is not sound ({found[0]}), so it was not kept; see `awareness db check`")
    return rows
