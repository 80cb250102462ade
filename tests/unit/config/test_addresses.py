from collections.abc import Callable

import pytest
from pydantic_core import PydanticCustomError

from scheduler.config.addresses import LONGEST_LINK, email, file_path, link, phone, proxy, server


def what(parse: Callable[[str], object], text: str) -> str:
    with pytest.raises(PydanticCustomError) as error:
        parse(text)
    assert error.value.context is not None
    assert error.value.context["fix"]
    return str(error.value.context["what"])


@pytest.mark.parametrize(
    "text",
    [
        "https://www.amnesty.org/",
        "https://amnesty.org",
        "https://amnesty.org?x=1",
        "https://medium.com/@someone/post",
        "https://правозащита.рф/путь",
        "https://xn--80aafbrn.xn--p1ai/",
        "https://a-b.example/x?y=z&w=%20#part",
        "HTTPS://WWW.AMNESTY.ORG/",
        "https://1.example",
        "https://a.example/" + "x" * (LONGEST_LINK - len("https://a.example/")),
    ],
)
def test_a_public_https_address_is_a_link(text: str) -> None:
    assert link(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://www.amnesty.org/", "a link must begin with https://"),
        ("www.amnesty.org", "a link must begin with https://"),
        ("javascript:alert(1)", "a link must begin with https://"),
        ("", "a link must begin with https://"),
        ("https://anna@amnesty.org/", "a name or a password stands before the host"),
        ("https://anna:word@amnesty.org/", "a name or a password stands before the host"),
        ("https://amnesty.org:8443/", "this link names a port"),
        ("https://amnesty.org:443/", "this link names a port"),
        ("https://amnesty.org:/", "this link names a port"),
        ("https://192.168.1.7/", "this leads to a number, not to a name"),
        ("https://8.8.8.8/", "this leads to a number, not to a name"),
        ("https://[2001:db8::1]/", "this leads to a number, not to a name"),
        ("https://3232235777/", "this leads to a number, not to a name"),
        ("https://0xC0A80107/", "this leads to a number, not to a name"),
        ("https://0300.0250.1.7/", "this leads to a number, not to a name"),
        ("https://localhost/", "this leads to no public name"),
        ("https:///path", "this leads to no public name"),
        ("https://a..example/", "this leads to no public name"),
        ("https://-a.example/", "this leads to no public name"),
        ("https://a-.example/", "this leads to no public name"),
        ("https://a.b.123/", "this leads to no public name"),
        ("https://amnesty。org/", "this leads to no public name"),
        ("https://printer.local/", "this leads to a private network"),
        ("https://wiki.internal./", "this leads to a private network"),
        ("https://a.b.localhost/", "this leads to a private network"),
        ("https://amnesty.org/a b", "this is not an address"),
        ('https://amnesty.org/"', "this is not an address"),
        ("https://amnesty.org\\@other.example/", "this is not an address"),
        ("https://amnesty.org/{{ x }}", "this is not an address"),
        ("https://amnesty.org:port/", "this is not an address"),
        ("https://[half/", "this is not an address"),
        ("https://a.example/" + "x" * LONGEST_LINK, "this is not an address"),
    ],
)
def test_any_other_address_is_no_link(text: str, expected: str) -> None:
    assert what(link, text) == expected


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://mastodon.example", "https://mastodon.example"),
        ("https://mastodon.example/", "https://mastodon.example"),
        ("https://mastodon.example:8443", "https://mastodon.example:8443"),
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
        ("http://localhost:3000/", "http://localhost:3000"),
        ("http://[::1]:3000", "http://[::1]:3000"),
    ],
)
def test_a_server_is_public_or_on_this_machine(text: str, address: str) -> None:
    assert server(text) == address


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://mastodon.example", "a server must begin with https://"),
        ("mastodon.example", "a server must begin with https://"),
        ("https://anna@mastodon.example", "a name or a password stands before the host"),
        ("https://10.0.0.1", "this leads to a number, not to a name"),
        ("https://mastodon.example/@anna", "a server is an address without a path"),
        ("https://mastodon.example?x", "a server is an address without a path"),
        ("https://mastodon.example#x", "a server is an address without a path"),
    ],
)
def test_any_other_address_is_no_server(text: str, expected: str) -> None:
    assert what(server, text) == expected


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("socks5h://127.0.0.1:9050", "socks5h://127.0.0.1:9050"),
        ("socks5://localhost:1080/", "socks5://localhost:1080"),
        ("http://proxy.example:8118", "http://proxy.example:8118"),
    ],
)
def test_a_proxy_is_a_host_and_its_port(text: str, address: str) -> None:
    assert proxy(text) == address


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("127.0.0.1:9050", "this is no proxy's address"),
        ("socks4://127.0.0.1:9050", "this is no proxy's address"),
        ("socks5://anna:secret@127.0.0.1:9050", "a name or a password stands before the host"),
        ("socks5://127.0.0.1", "a proxy is a host and its port"),
        ("http://proxy.example:8118/path", "a proxy is a host and its port"),
        ("http://proxy.example:port", "this is not an address"),
    ],
)
def test_any_other_address_is_no_proxy(text: str, expected: str) -> None:
    assert what(proxy, text) == expected


def test_an_e_mail_address_has_a_name_and_a_host() -> None:
    assert email("kavkaz@lgbtnet.org") == "kavkaz@lgbtnet.org"
    for text in ("kavkaz", "kavkaz@lgbtnet", "@lgbtnet.org", "a b@lgbtnet.org", "a@b@lgbtnet.org", "a@lgbtnet.o", ""):
        assert what(email, text) == "this is not an e-mail address"


def test_a_telephone_number_has_three_digits_or_more() -> None:
    for text in ("+44 (0)20 7229 6412", "112", "020/7229-6412", "1.2.3"):
        assert phone(text) == text
    for text in ("", "11", "call us", "+44 20 7229 6412 ext 3", "+" + "1" * 31, "++112", "(1) 2"):
        assert what(phone, text) == "this is not a telephone number"


def test_the_path_of_a_file_is_one_line() -> None:
    assert file_path("/run/secrets/token") == "/run/secrets/token"
    for text in ("", " ", "a\nb"):
        assert what(file_path, text) == "this is not the path of a file"
