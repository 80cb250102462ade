import pytest

from scheduler.rendering.wellformed import well_formed
from tests.cases import cases


@pytest.mark.parametrize(("address", "expected"), cases("twitter-text/validate.yml", "urls"))
def test_it_knows_an_address_as_twitter_text_does(address: str, expected: bool) -> None:
    assert well_formed(address) is expected


@pytest.mark.parametrize(("address", "expected"), cases("twitter-text/validate.yml", "urls_without_protocol"))
def test_it_knows_an_address_without_a_scheme_as_twitter_text_does(address: str, expected: bool) -> None:
    assert well_formed(address, bare=True) is expected
    assert not well_formed(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.рф/я",
        "https://example.xn--p1ai",
        "http://127.0.0.1:8080/",
        "https://example.org/%D1%8F",
        "https://example.org?q=a/b?c#d?e",
        "https://user@example.org/",
        "https://[::1]/",
        "https://a_b.example.org",
        "https://a--b.example.org",
    ],
)
def test_these_are_addresses(address: str) -> None:
    assert well_formed(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://",
        "https://localhost/",
        "https://example.",
        "https://example.c",
        "https://a..org",
        "https://.org",
        "https://1.22",
        "https://256.1.2.33",
        "https://[::1",
        "https://[12345::]",
        "https://example.org/a b",
        "https://example.org/%zz",
        "https://example.org:123456",
        "https://example.org:port",
        "https://example.org/\u200b",
        "https://example.org/a|b",
        "https://" + "a" * 64 + ".org",
        "https://example.org\n",
        "javascript:alert(1)",
    ],
)
def test_these_are_none(address: str) -> None:
    assert not well_formed(address)
