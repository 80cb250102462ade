"""Which addresses a visit may go to at all, before anything is looked up or connected to."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from unicodedata import normalize
from urllib.parse import quote, urljoin, urlsplit

import idna

from scheduler.model.visit import Ending

PUBLIC_PORTS = frozenset({80, 443})
LONGEST = 2000
NOT_PUBLIC = frozenset(
    {"local", "localhost", "localdomain", "internal", "intranet", "lan", "home", "corp", "private", "invalid", "test"}
    | {"onion", "arpa", "alt"}
)
"""Last names that stand for no public server, in the root zone or by RFC 6761."""

NEVER = re.compile(r"[\x00-\x20\x7f<>\"{}|\\^`]")
HALF = re.compile(r"https?:(?!//[^/])", re.IGNORECASE)
"""Browsers and libraries read such an address in two ways."""

LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
LAST_LABEL = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}")
PORTS = {"https": 443, "http": 80}
STAYS = "/?:@!$&'()*+,;=~%-._"


class NotThere(Exception):
    """a visit does not go to this address"""

    def __init__(self, ending: Ending, message: str) -> None:
        super().__init__(message)
        self.ending = ending


@dataclass(frozen=True, slots=True)
class Address:
    """An address that was taken apart and put together again, so that whoever reads it next reads the same."""

    scheme: str
    host: str
    port: int
    path: str

    def __str__(self) -> str:
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}{self.path}"


def first_address(text: str, ports: Collection[int] = PUBLIC_PORTS) -> Address:
    """Raises NotThere."""
    return _address(text, ports)


def next_address(before: Address, location: str, ports: Collection[int] = PUBLIC_PORTS) -> Address:
    """Where a redirect leads. Raises NotThere; also where it leaves https."""
    if NEVER.search(location) or HALF.match(location):
        raise NotThere(Ending.ODD, "it leads to what is no address")
    try:
        joined = urljoin(str(before), location)
    except ValueError:
        raise NotThere(Ending.ODD, "it leads to what is no address") from None
    found = _address(joined, ports)
    if found.scheme != "https":
        raise NotThere(Ending.INSECURE, f"it leads to {found}, where anybody on the way can read and change the page")
    return found


def _address(text: str, ports: Collection[int]) -> Address:
    if len(text) > LONGEST or NEVER.search(text):
        raise NotThere(Ending.ODD, "it leads to what is no address")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise NotThere(Ending.ODD, "it leads to what is no address") from None
    if parts.scheme not in PORTS:
        raise NotThere(Ending.ODD, f"it leads to {parts.scheme or 'nothing'}:, which is no page of the web")
    if "@" in parts.netloc:
        raise NotThere(Ending.ODD, "a name or a password stands before its host")
    port = PORTS[parts.scheme] if port is None else port
    if port not in ports:
        raise NotThere(Ending.ODD, f"it leads to port {port}, and pages for everybody have none")
    path = quote(parts.path or "/", safe=STAYS) + (f"?{quote(parts.query, safe=STAYS)}" if parts.query else "")
    return Address(parts.scheme, public_host(host), port, path)


def public_host(written: str) -> str:
    """A name that everybody can look up, as the name service writes it. Raises NotThere for a number in any notation,
    and for a name that only a private network knows."""
    host = normalize("NFKC", written).lower().removesuffix(".")
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode()
        except idna.IDNAError:
            raise NotThere(Ending.ODD, "it leads to what is no name of a server") from None
    labels = host.split(".")
    last = labels[-1]
    if ":" in host or last.isdigit() or re.fullmatch("0x[0-9a-f]*", last):
        raise NotThere(Ending.PRIVATE, f"it leads to {host}, a number where a public page has a name")
    if len(labels) < 2 or last in NOT_PUBLIC:
        raise NotThere(Ending.PRIVATE, f"it leads to {host or 'nowhere'}, a name inside of a private network")
    if len(host) > 253 or not all(LABEL.fullmatch(label) for label in labels) or not LAST_LABEL.fullmatch(last):
        raise NotThere(Ending.ODD, "it leads to what is no name of a server")
    return host
