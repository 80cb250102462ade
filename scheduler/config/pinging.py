"""The address of the monitor that is told that the house lives, from where it is kept."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from scheduler.config.addresses import is_loopback
from scheduler.config.papers import SETTINGS
from scheduler.config.secrets import kept_in
from scheduler.errors import FilesWrong, Problem
from scheduler.model.account import Secret
from scheduler.secrecy import hold


def address_of(secret: Secret, environ: Mapping[str, str], folder: Path) -> str:
    """Raises FilesWrong, which never holds the address. Secret of it is what stands behind the host: its beginning is
    that of many a link, which must not be hidden wherever it is said."""
    try:
        address = kept_in(secret, environ, folder)
    except FilesWrong as wrong:
        found = wrong.problems[0]
        raise _wrong(found.what.replace("more than a token", "more than an address"), found.fix) from None
    parts = urlsplit(address)
    behind = address.partition("://")[2].partition("/")[2]
    hold(behind)
    if not parts.hostname or (parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname))):
        raise _wrong("what is kept there is no address that begins with https://", "put the monitor's address there")
    return address


def _wrong(what: str, fix: str) -> FilesWrong:
    return FilesWrong((Problem(SETTINGS, 0, 0, "ping.url", what, fix),))
