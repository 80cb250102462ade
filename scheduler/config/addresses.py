"""Values that lead somewhere: links, servers, e-mail addresses, telephone numbers, files."""

import re
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import WithJsonSchema

from scheduler.config.forms import reads, wrong

LONGEST_LINK = 2000
_NEVER_IN_A_LINK = re.compile(r"[\s<>\"{}|\\^`\x00-\x1f]")
_HOST_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")
_NOT_PUBLIC = (
    ".local",
    ".localhost",
    ".internal",
    ".intranet",
    ".lan",
    ".home",
    ".corp",
    ".invalid",
    ".onion",
    ".arpa",
)
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_PHONE = r"\+?[0-9 ()./-]{2,30}"
_EMAIL = r"[^\s@<>]{1,64}@[^\s@<>]+\.[^\s@<>.]{2,}"


def link(text: str) -> str:
    """A link that readers are given: https, to a public name."""
    parts = _split(text)
    if parts.scheme != "https":
        raise wrong("a link must begin with https://", "look whether the page is there under https, and write that")
    _refuse_odd(parts)
    if ":" in parts.netloc:
        raise wrong("this link names a port", "links for everybody have none: leave out the number behind the host")
    return text


def server(text: str) -> str:
    """The address of an account's server; a server on this machine may do without https, to try things out."""
    parts = _split(text)
    if parts.scheme == "http" and parts.hostname in _LOOPBACK:
        return text.rstrip("/")
    if parts.scheme != "https":
        raise wrong("a server must begin with https://", "write it as https://mastodon.example")
    _refuse_odd(parts)
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise wrong("a server is an address without a path", "write it as https://mastodon.example")
    return text.rstrip("/")


def is_loopback(host: str) -> bool:
    return host in _LOOPBACK


def proxy(text: str) -> str:
    """Where everything of an account goes through. A name or a password for it would lie open in a file."""
    parts = _split(text)
    if parts.scheme not in {"socks5", "socks5h", "http", "https"}:
        raise wrong("this is no proxy's address", "write it as socks5h://127.0.0.1:9050")
    if "@" in parts.netloc:
        raise wrong("a name or a password stands before the host", "use a proxy that asks for none: it lies open here")
    if not parts.hostname or parts.port is None or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise wrong("a proxy is a host and its port", "write it as socks5h://127.0.0.1:9050")
    return text.rstrip("/")


def email(text: str) -> str:
    if not re.fullmatch(_EMAIL, text):
        raise wrong("this is not an e-mail address", "write it as name@organisation.example")
    return text


def phone(text: str) -> str:
    if not re.fullmatch(_PHONE, text) or sum(char.isdigit() for char in text) < 3:
        raise wrong("this is not a telephone number", 'write it in quotes, as in "+44 20 7946 0000"')
    return text


def file_path(text: str) -> str:
    if not text.strip() or "\n" in text:
        raise wrong("this is not the path of a file", "write the path of a file that holds the token and nothing else")
    return text


def _split(text: str) -> SplitResult:
    if len(text) > LONGEST_LINK or _NEVER_IN_A_LINK.search(text):
        raise wrong("this is not an address", "copy it again from the browser: no spaces, quotes or brackets")
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise wrong("this is not an address", "copy it again from the browser") from None
    return parts


def _refuse_odd(parts: SplitResult) -> None:
    host = (parts.hostname or "").rstrip(".")
    if "@" in parts.netloc:
        raise wrong("a name or a password stands before the host", "leave out everything up to the @")
    if _is_number(host):
        raise wrong("this leads to a number, not to a name", "write the name of the site")
    labels = host.split(".")
    if len(labels) < 2 or not all(_HOST_LABEL.fullmatch(label) for label in labels) or labels[-1].isdigit():
        raise wrong("this leads to no public name", "write the whole name of the site, as in www.amnesty.org")
    if f".{host}".endswith(_NOT_PUBLIC):
        raise wrong("this leads to a private network", "write an address that everybody can open")


def _is_number(host: str) -> bool:
    """An address in any notation: dotted, hexadecimal, one whole number, IPv6."""
    if re.fullmatch(r"(0x[0-9a-f]*|[0-9]+)(\.(0x[0-9a-f]*|[0-9]+))*", host):
        return True
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


Link = Annotated[str, reads(link), WithJsonSchema({"type": "string", "pattern": r"^https://[^\s/?#@:]+([/?#]\S*)?$"})]
Server = Annotated[str, reads(server), WithJsonSchema({"type": "string", "pattern": r"^https?://[^\s@/]+/?$"})]
Proxy = Annotated[
    str, reads(proxy), WithJsonSchema({"type": "string", "pattern": r"^(socks5h?|https?)://[^\s@/]+:[0-9]+/?$"})
]
Email = Annotated[str, reads(email), WithJsonSchema({"type": "string", "pattern": f"^{_EMAIL}$"})]
Phone = Annotated[str, reads(phone), WithJsonSchema({"type": "string", "pattern": f"^{_PHONE}$"})]
FilePath = Annotated[str, reads(file_path), WithJsonSchema({"type": "string", "minLength": 1})]
