"""Whether an address that a person wrote down is a web address at all, before anything is sent there."""

from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address

import regex

from scheduler.rendering.hosts import LETTER, resolvable

SAFE = r"0-9A-Za-z\-._~!$&'()*+,;="
PERCENT = r"%[0-9A-Fa-f]{2}"
BEYOND_ASCII = r"[^\x00-\x7f]&&[\p{L}\p{M}\p{N}\p{S}\p{P}]"
INSIDE = rf"(?:[{SAFE}:@]|{PERCENT}|[{BEYOND_ASCII}])"
ADDRESS = regex.compile(
    rf"(?:(?P<scheme>https?)://)?"
    rf"(?:(?:[{SAFE}:]|{PERCENT})*+@)?"
    rf"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<host>[^/?#:@\[\]]++))"
    rf"(?::[0-9]{{1,5}})?"
    rf"(?:/{INSIDE}*+)*+"
    rf"(?:\?(?:{INSIDE}|[/?])*+)?"
    rf"(?:#(?:{INSIDE}|[/?])*+)?",
    regex.IGNORECASE | regex.VERSION1,
)
LETTERS = rf"{LETTER}++"
LAST_NAME = rf"{LETTERS}(?:-++{LETTERS})*+"
NAME = rf"{LETTERS}(?:[-_]++{LETTERS})*+"
HOST = regex.compile(rf"(?:{NAME}\.)*{LAST_NAME}\.(?!\d++$){LETTER}{{2,}}+(?:--{LAST_NAME})?+")


def well_formed(address: str, *, bare: bool = False) -> bool:
    """`bare`: the scheme may be missing. Says nothing of whether anything answers there."""
    found = ADDRESS.fullmatch(address)
    if found is None or not (bare or found["scheme"]):
        return False
    if found["six"]:
        return _is(IPv6Address, found["six"])
    host = found["host"]
    return _is(IPv4Address, host) or bool(HOST.fullmatch(host) and resolvable(host))


def _is(kind: type[IPv4Address] | type[IPv6Address], text: str) -> bool:
    with suppress(ValueError):
        kind(text)
        return True
    return False
