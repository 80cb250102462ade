"""Files that hold a token: written whole or not at all, for our eyes only, and never where git would take them."""

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from scheduler.config.git import would_take
from scheduler.errors import NotAllowed

_OURS = 0o700


def may_write(path: Path) -> None:
    """Raises NotAllowed, saying what to do, where a token must not be put into this file."""
    if path.is_symlink():
        raise NotAllowed(f"{path} is a link, and no token is written through one; name the file itself")
    if path.exists() and not path.is_file():
        raise NotAllowed(f"{path} is no file; name a file for the token")
    folder = next(place for place in path.absolute().parents if place.exists())
    found = folder.stat()
    if not stat.S_ISDIR(found.st_mode):
        raise NotAllowed(f"{folder} is no folder; name another file for the token")
    if found.st_uid not in {os.geteuid(), 0}:
        raise NotAllowed(f"{folder} belongs to another user, who could put another file there; name another folder")
    if found.st_mode & stat.S_IWOTH:
        raise NotAllowed(f"every user of this machine can write in {folder}; run: chmod o-w {folder}")
    top = would_take(path)
    if top is not None:
        inside = Path(os.path.realpath(path.parent)) / path.name
        ignore = f"echo '/{inside.relative_to(top)}' >> {top / '.gitignore'}"
        raise NotAllowed(
            f"git would take {path} along, and with it the token; run: {ignore}, and where it was committed: "
            f"git rm --cached {path}"
        )


def write(path: Path, token: str) -> None:
    """In the place of what was there, whatever its mode was. Raises NotAllowed."""
    may_write(path)
    try:
        path.parent.mkdir(mode=_OURS, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # only we can read it
        try:
            with open(handle, "w", encoding="utf-8") as file:  # noqa: PTH123 - it is open already
                file.write(f"{token}\n")
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
        _sync(path.parent)
    except OSError as error:
        raise NotAllowed(f"{path} cannot be written: {_why(error)}") from None


def erase(path: Path) -> None:
    """A file that is not there is no error. Raises NotAllowed."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise NotAllowed(f"{path} cannot be deleted: {_why(error)}; delete it by hand") from None


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _why(error: OSError) -> str:
    return (error.strerror or "unknown trouble").lower()
