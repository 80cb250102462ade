"""Which addresses are everybody's: a link that leads into a private network is never followed."""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

from scheduler.wire.crossing import WireTrouble

NAT64 = IPv6Address("64:ff9b::")
"""The prefix behind which a translating network hides IPv4 addresses (RFC 6052)."""


class NotPublic(WireTrouble):
    """this leads into a private network"""


def public_addresses(name: str, port: int) -> list[str]:
    """Where a name leads now. Raises NotPublic where even one of its addresses is not public: who mixes them does it
    on purpose."""
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        if not is_public(address):
            raise NotPublic(f"{name} leads to {address}, which is not a public address")
    return addresses


def is_public(address: str) -> bool:
    """Also of an IPv4 address in any of the forms that IPv6 wraps it in."""
    found = ip_address(address.partition("%")[0])
    return all(one.is_global and not one.is_multicast and not one.is_reserved for one in (found, *_within(found)))


def _within(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    if isinstance(address, IPv4Address):
        return []
    wrapped = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if int(address) >> 32 == int(NAT64) >> 32:
        wrapped.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in wrapped if one is not None]
