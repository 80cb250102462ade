"""Tokens from and to where they are kept: an environment variable, or a file that only we can read."""

import logging
import stat
from collections.abc import Mapping
from pathlib import Path

from scheduler.config.papers import ACCOUNTS
from scheduler.config.token_files import erase, write
from scheduler.errors import FilesWrong, NotAllowed, Problem
from scheduler.model.secret import Secret
from scheduler.secrecy import hold

_LARGEST = 64 * 1024
_log = logging.getLogger(__name__)


def resolve(secret: Secret, environ: Mapping[str, str], folder: Path) -> str:
    """The token itself, which nothing says from now on. Raises FilesWrong."""
    token = kept_in(secret, environ, folder)
    hold(token)
    return token


def kept_in(secret: Secret, environ: Mapping[str, str], folder: Path) -> str:
    """What is kept there. Where the variable NAME is not set, NAME_FILE may name a file that holds it. Raises
    FilesWrong, which names variables and files and never what they hold."""
    if secret.file is not None:
        return _from_file(folder / secret.file, "file")
    name = secret.env or ""
    if f"{name}_FILE" in environ and not environ.get(name):
        return _from_file(folder / environ[f"{name}_FILE"], f"{name}_FILE")
    if name not in environ:
        raise _wrong(f"the environment variable {name} is not set", f"set it, or set {name}_FILE to a file's path")
    return _checked(environ[name], f"the environment variable {name}")


def file_for(secret: Secret, environ: Mapping[str, str], folder: Path) -> Path:
    """The file that a new token goes to. Raises NotAllowed where there is none: nobody can change the environment of a
    service from outside."""
    named = secret.file or environ.get(f"{secret.env}_FILE")
    if named is None:
        raise NotAllowed(
            f"its token is kept in the environment variable {secret.env}, which only whoever starts the service can "
            f"set; name a file instead, `token: {{file: secrets/NAME}}`, or set {secret.env}_FILE to a file's path, "
            "here and for the service"
        )
    return folder / named


def store(secret: Secret, token: str, environ: Mapping[str, str], folder: Path) -> Path:
    """Keep a token where only we can read it; gives the file. What was there stays until the new one is whole. Raises
    NotAllowed, which never holds the token, and FilesWrong for what is none."""
    path = file_for(secret, environ, folder)
    hold(token.strip())
    write(path, _checked(token, "what was typed"))
    return path


def forget(secret: Secret, environ: Mapping[str, str], folder: Path) -> str:
    """Take a token away. Gives what a person must still do: what the environment holds is out of our reach. Raises
    NotAllowed."""
    if secret.file or environ.get(f"{secret.env}_FILE"):
        erase(file_for(secret, environ, folder))
    if secret.env is None or secret.env not in environ:
        return ""
    return f"take the environment variable {secret.env} from wherever the service is started"


def _from_file(path: Path, key: str) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
            mode = path.stat().st_mode
    except OSError as error:
        why = (error.strerror or "unknown trouble").lower()
        raise _wrong(f"the file {path} cannot be read: {why}", f"correct {key}, or the rights of the file") from None
    if mode & stat.S_IROTH:
        _log.warning("every user of this machine can read the token in %s; run: chmod 600 %s", path, path)
    try:
        return _checked(content.decode(), f"the file {path}")
    except UnicodeDecodeError:
        raise _wrong(f"the file {path} is not a text", "put the token in it, and nothing else") from None


def _checked(value: str, place: str) -> str:
    token = value.strip()
    if not token:
        raise _wrong(f"{place} is empty", "put the token in it")
    if len(token) > _LARGEST or not token.isprintable() or " " in token:
        raise _wrong(f"{place} holds more than a token", "put the token in it, and nothing else")
    return token


def _wrong(what: str, fix: str) -> FilesWrong:
    return FilesWrong((Problem(ACCOUNTS, 0, 0, "token", what, fix),))
