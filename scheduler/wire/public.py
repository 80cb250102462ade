"""Which addresses are everybody's: a link that leads into a private network is never followed."""

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from scheduler.wire.crossing import WireTrouble

Resolve = Callable[[str, int], list[str]]
"""Where a name leads now, for a port. Raises WireTrouble."""

NAT64 = IPv6Address("64:ff9b::")
"""The prefix behind which a translating network hides IPv4 addresses (RFC 6052)."""

NEVER = tuple(
    ip_network(block)
    for block in ("192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "3fff::/20", "5f00::/16", "fec0::/10")
)
"""Set aside in IANA's registries of special addresses, or once used inside of networks (RFC 3879), and taken for
global by one version of Python or another."""

FOR_GOOD = frozenset({socket.EAI_NONAME, socket.EAI_NODATA} if hasattr(socket, "EAI_NODATA") else {socket.EAI_NONAME})
"""The answers of the name service that asking again does not change."""


class NotPublic(WireTrouble):
    """this leads into a private network"""


class NoSuchName(WireTrouble):
    """the name service says that there is no such name"""


def look_up(name: str, port: int) -> list[str]:
    """The real name service. Raises NoSuchName where the name leads nowhere, WireTrouble where nobody knows now."""
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except OSError as error:
        if error.errno in FOR_GOOD:
            raise NoSuchName(f"there is no {name}") from None
        raise WireTrouble(f"the name service did not say where {name} is") from None
    except UnicodeError:
        raise NoSuchName("no name can be written like this") from None
    return [str(entry[4][0]) for entry in found]


def is_public(address: str) -> bool:
    """Also of an IPv4 address in any of the forms that IPv6 wraps it in."""
    found = ip_address(address.partition("%")[0])
    return all(_for_everybody(one) for one in (found, *_within(found)))


def _for_everybody(address: IPv4Address | IPv6Address) -> bool:
    special = address.is_multicast or address.is_reserved or any(address in block for block in NEVER)
    return address.is_global and not special


def _within(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    if isinstance(address, IPv4Address):
        return []
    wrapped = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if int(address) >> 32 == int(NAT64) >> 32:
        wrapped.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in wrapped if one is not None]


def public_addresses(
    name: str, port: int, resolve: Resolve = look_up, allowed: Callable[[str], bool] = is_public
) -> list[str]:
    """Where a name leads now. Raises NotPublic where even one of its addresses is not `allowed`: who mixes them does
    it on purpose."""
    addresses = resolve(name, port)
    if not addresses:
        raise NoSuchName(f"there is no {name}")
    for address in addresses:
        if not allowed(address):
            raise NotPublic(f"{name} leads to {address}, which is not a public address")
    return addresses
