from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.model.visit import Ending
from scheduler.visiting.addresses import NotThere, first_address, next_address, public_host

HERE = first_address("https://petition.example/sign?a=b")
INSIDE = [
    IPv4Network(block)
    for block in ("10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "0.0.0.0/8")
]
INSIDE_SIX = [IPv6Network(block) for block in ("::/126", "fc00::/7", "fe80::/10", "::ffff:0:0/96", "64:ff9b::/96")]
FULL_WIDTH = {ord(c): ord(c) + 0xFEE0 for c in "0123456789abcdefx"} | {ord("."): 0x3002}


def octets(found: IPv4Address) -> list[int]:
    return list(found.packed)


def notations(found: IPv4Address) -> list[str]:
    """Every way of writing it that some resolver reads."""
    a, b, c, d = octets(found)
    whole = int(found)
    return [
        str(found),
        f"{found}.",
        str(whole),
        hex(whole),
        oct(whole).replace("0o", "0"),
        ".".join(map(hex, (a, b, c, d))),
        ".".join(f"0{octet:o}" for octet in (a, b, c, d)),
        f"{a}.{(b << 16) + (c << 8) + d}",
        f"{a}.{b}.{(c << 8) + d}",
        f"0x{a:x}.{b}.0{c:o}.{d}",
        str(found).translate(FULL_WIDTH),
        hex(whole).translate(FULL_WIDTH),
        "".join(f"%{ord(c):02x}" for c in str(found)),
        f"[::ffff:{found}]",
        f"[::{found}]",
        f"[64:ff9b::{found}]",
        f"[{IPv6Address((0x2002 << 112) | (whole << 80))}]",
    ]


@given(network=st.sampled_from(INSIDE), part=st.floats(0, 1, exclude_max=True), port=st.sampled_from(["", ":443"]))
def test_no_notation_of_a_private_address_is_visited(network: IPv4Network, part: float, port: str) -> None:
    found = IPv4Address(int(network.network_address) + int(part * network.num_addresses))
    for host in notations(found):
        for written in (f"https://{host}{port}/", f"//{host}{port}", f"https://petition.example@{host}{port}/"):
            with pytest.raises(NotThere):
                next_address(HERE, written)
        with pytest.raises(NotThere):
            first_address(f"https://{host}{port}/")


@given(network=st.sampled_from(INSIDE_SIX), part=st.floats(0, 1, exclude_max=True))
def test_no_private_address_of_the_newer_kind_is_visited(network: IPv6Network, part: float) -> None:
    found = IPv6Address(int(network.network_address) + int(part * network.num_addresses))
    for host in (found.compressed, found.exploded, f"{found}%25eth0"):
        with pytest.raises(NotThere):
            next_address(HERE, f"https://[{host}]/")


@given(st.text(max_size=60))
def test_whatever_a_server_answers_is_an_address_of_a_public_name_or_none(location: str) -> None:
    try:
        found = next_address(HERE, location)
    except NotThere:
        return
    assert (found.scheme, found.port) == ("https", 443)
    assert public_host(found.host) == found.host
    assert first_address(str(found)) == found
    assert str(found).isascii()


@pytest.mark.parametrize(
    ("location", "found"),
    [
        ("/thanks", "https://petition.example/thanks"),
        ("thanks#top", "https://petition.example/thanks"),
        ("?lang=en", "https://petition.example/sign?lang=en"),
        ("//www.petition.example", "https://www.petition.example/"),
        ("https://PETITION.example:443/a%20b", "https://petition.example/a%20b"),
        ("/жизнь?о=да", "https://petition.example/%D0%B6%D0%B8%D0%B7%D0%BD%D1%8C?%D0%BE=%D0%B4%D0%B0"),
        ("https://пример.рф/", "https://xn--e1afmkfd.xn--p1ai/"),
        ("https://petition.example./", "https://petition.example/"),
    ],
)
def test_a_redirect_is_read_as_a_browser_reads_it(location: str, found: str) -> None:
    assert str(next_address(HERE, location)) == found


@pytest.mark.parametrize(
    ("location", "ending"),
    [
        ("http://petition.example/", Ending.INSECURE),
        ("ftp://petition.example/", Ending.ODD),
        ("javascript:alert(1)", Ending.ODD),
        ("https://petition.example:22/", Ending.ODD),
        ("https://petition.example:99999/", Ending.ODD),
        ("https://anna:secret@petition.example/", Ending.ODD),
        ("https://petition.example\\@10.0.0.1/", Ending.ODD),
        ("https://petition.example /", Ending.ODD),
        ("https://peti\ttion.example/", Ending.ODD),
        ("https://[::1/", Ending.ODD),
        ("https://-a.example/", Ending.ODD),
        ("https://a..example/", Ending.ODD),
        ("https://\u2488.example/", Ending.ODD),
        ("https://" + "a" * 70 + ".example/", Ending.ODD),
        ("https://" + "a.b." * 70 + "example/", Ending.ODD),
        ("https://petition.example/" + "a" * 2000, Ending.ODD),
        ("https://\u0378.example/", Ending.ODD),
        ("https:///path", Ending.ODD),
        ("https:path", Ending.ODD),
        ("https://localhost/", Ending.PRIVATE),
        ("https://printer.local/", Ending.PRIVATE),
        ("https://a.b.onion/", Ending.PRIVATE),
        ("https://intranet/", Ending.PRIVATE),
        ("https://petition.0x7f/", Ending.PRIVATE),
        ("https://petition.1/", Ending.PRIVATE),
    ],
)
def test_what_is_no_address_of_a_public_page_is_not_visited(location: str, ending: Ending) -> None:
    with pytest.raises(NotThere) as stopped:
        next_address(HERE, location)

    assert stopped.value.ending is ending
    assert str(stopped.value).startswith(("it leads to", "a name or a password"))


def test_ports_are_those_of_the_web_unless_a_test_has_servers_of_its_own() -> None:
    assert str(first_address("http://petition.example:8080/", {8080})) == "http://petition.example:8080/"
    with pytest.raises(NotThere):
        first_address("http://petition.example:8080/")
