"""The address of the monitor that is told that the house lives, from where it is kept."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from scheduler.config.addresses import is_loopback
from scheduler.config.papers import SETTINGS
from scheduler.config.secrets import kept_in
from scheduler.errors import FilesWrong, Problem
from scheduler.model.secret import Secret
from scheduler.secrecy import hold


def address_of(
    secret: Secret, environ: Mapping[str, str], folder: Path, file: str = SETTINGS, path: str = "ping.url"
) -> str:
    """Raises FilesWrong, which never holds the address; `file` and `path` say where it is named. Secret of it is what
    stands behind the host: its beginning is that of many a link, which must not be hidden wherever it is said."""
    try:
        address = kept_in(secret, environ, folder)
    except FilesWrong as wrong:
        found = wrong.problems[0]
        what = found.what.replace("more than a token", "more than an address")
        raise FilesWrong((Problem(file, 0, 0, path, what, found.fix),)) from None
    parts = urlsplit(address)
    behind = address.partition("://")[2].partition("/")[2]
    hold(behind)
    if not parts.hostname or (parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname))):
        what, fix = "what is kept there is no address that begins with https://", "put the whole address there"
        raise FilesWrong((Problem(file, 0, 0, path, what, fix),))
    return address
