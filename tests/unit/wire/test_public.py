from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.wire.crossing import WireTrouble
from scheduler.wire.public import NoSuchName, NotPublic, is_public, look_up, public_addresses

PRIVATE = [
    IPv4Network(net)
    for net in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
]
WRAPPINGS: dict[str, Callable[[IPv4Address], str]] = {
    "mapped": lambda found: f"::ffff:{found}",
    "6to4": lambda found: str(IPv6Address((0x2002 << 112) | (int(found) << 80))),
    "nat64": lambda found: f"64:ff9b::{found}",
    "teredo": lambda found: str(IPv6Address((0x20010000 << 96) | (int(found) ^ 0xFFFFFFFF))),
}


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_these_are_everybodys(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", ["::1", "::", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1"])
def test_these_are_not(address: str) -> None:
    assert not is_public(address)


@given(network=st.sampled_from(PRIVATE), part=st.floats(0, 1, exclude_max=True))
def test_no_address_of_a_private_network_passes_in_any_wrapping(network: IPv4Network, part: float) -> None:
    found = IPv4Address(int(network.network_address) + int(part * network.num_addresses))

    assert not is_public(str(found))
    assert [name for name, wrapped in WRAPPINGS.items() if is_public(wrapped(found))] == []


@given(st.ip_addresses(network=ip_network("8.8.0.0/16")))
def test_a_wrapped_public_address_is_judged_by_its_wrapping_too(found: object) -> None:
    assert is_public(str(found))


def test_a_name_that_leads_to_this_machine_is_refused() -> None:
    with pytest.raises(NotPublic, match=r"127\.0\.0\.1 leads to 127\.0\.0\.1, which is not a public address"):
        public_addresses("127.0.0.1", 443)


@pytest.mark.parametrize("address", ["fec0::1", "192.0.0.8", "3fff::1", "64:ff9b:1::a00:1", "5f00::1"])
def test_blocks_that_some_versions_of_python_take_for_public_are_not(address: str) -> None:
    assert not is_public(address)


def test_one_private_address_among_public_ones_is_enough_to_refuse_a_name() -> None:
    with pytest.raises(NotPublic, match=r"mixed\.example leads to 10\.0\.0\.1"):
        public_addresses("mixed.example", 443, lambda *_: ["8.8.8.8", "10.0.0.1"])


def test_a_name_without_addresses_is_no_name() -> None:
    with pytest.raises(NoSuchName, match=r"there is no empty\.example"):
        public_addresses("empty.example", 443, lambda *_: [])


def test_a_name_that_cannot_be_is_not_there_for_good() -> None:
    for name in ("a.invalid-.", "a" * 70 + ".example"):
        with pytest.raises(WireTrouble):
            look_up(name, 443)
    assert look_up("127.0.0.1", 443) == ["127.0.0.1"]
