"""Puts a backup in the place of a store, and keeps what was there."""

import os
import shutil
import stat
from contextlib import suppress
from pathlib import Path

from scheduler.errors import NotAllowed, StoreDamaged, StoreNewer, StoreTrouble
from scheduler.store.checking import faults
from scheduler.store.connecting import connecting_to, for_writing
from scheduler.store.copying import Backup, backup_in
from scheduler.store.durable import put_in_place
from scheduler.store.standing import Standing, state_of
from scheduler.store.troubles import worded

BESIDE = ("-journal", "-wal", "-shm")
"""What SQLite keeps beside a store, and must never find beside another one."""


def taken_in(file: Path, store: Path) -> Path:
    """A copy of the file beside the store, for this user alone. Raises NotAllowed."""
    fresh = store.with_name(f"{store.name}.restoring")
    try:
        fresh.unlink(missing_ok=True)
        fresh.touch(0o600)
        shutil.copyfile(file, fresh)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise NotAllowed(f"{error.filename or file} cannot be used: {error.strerror}; nothing was changed") from error
    return fresh


def must_be_backup(fresh: Path, file: Path) -> tuple[Backup, Standing]:
    """What a file that was taken in says of itself, with the version that wrote it. Raises NotAllowed for what is no
    backup, StoreNewer for one of a newer version, StoreDamaged."""
    try:
        found, standing = backup_in(fresh), state_of(fresh)
        wrong = faults(fresh) if found else []
    except StoreTrouble as trouble:
        raise StoreDamaged(f"{file} is damaged, or no backup at all; nothing was changed") from trouble
    if found is None:
        raise NotAllowed(f"{file} is no backup that `awareness backup` made; nothing was changed")
    if standing is Standing.NEWER:
        raise StoreNewer(f"{file} was made by a newer version of this program: use that version; nothing was changed")
    if wrong:
        raise StoreDamaged(f"{file} is damaged ({wrong[0]}); take another one; nothing was changed")
    return found, standing


def put_back(fresh: Path, store: Path, *, kept: Path) -> Path | None:
    """`fresh` becomes the store. Returns where the one that was there is now, `kept`; None: there was none. Raises
    OSError."""
    there = store.exists()
    if there:
        _belongs_like(fresh, store.stat())
        _clear_beside(store, kept)
        kept.hardlink_to(store)
    put_in_place(fresh, store)
    return kept if there else None


def _belongs_like(fresh: Path, there: os.stat_result) -> None:
    """Whoever restores need not be who runs the service, which must get in all the same."""
    with suppress(PermissionError):
        os.chown(fresh, there.st_uid, there.st_gid)
    fresh.chmod(stat.S_IMODE(there.st_mode))


def _clear_beside(store: Path, kept: Path) -> None:
    """A store that a crash left in the midst of a commit is brought back to before it, as the next start would do; one
    that is too damaged for that is kept with all that lay beside it."""
    with suppress(StoreTrouble), worded(store), for_writing(connecting_to(store)).begin():
        pass
    for end in BESIDE:
        left = store.with_name(f"{store.name}{end}")
        if left.exists():
            left.rename(kept.with_name(f"{kept.name}{end}"))
