import pytest

from scheduler.rendering.addresses import Address, addresses


def found_in(text: str) -> list[str]:
    return [text[address.host if address.start is None else address.start : address.end] for address in addresses(text)]


def test_an_address_tells_its_parts() -> None:
    text = "see https://example.org:80/a?b=c, now"
    assert list(addresses(text)) == [Address(start=4, host=12, host_end=23, end=32, has_path=True)]


def test_an_address_without_a_scheme_begins_with_its_host() -> None:
    assert list(addresses(" example.org ")) == [Address(start=None, host=1, host_end=12, end=12, has_path=False)]


def test_a_port_or_a_query_is_no_path() -> None:
    assert [address.has_path for address in addresses("http://a.org:80?b http://a.org/")] == [False, True]


@pytest.mark.parametrize(
    ("path", "taken"),
    [
        ("/a.", "/a"),
        ("/a.b", "/a.b"),
        ("/a.,;b!", "/a.,;b"),
        ("/,", "/"),
        ("/a(b)", "/a(b)"),
        ("/a(b", "/a"),
        ("/a(b(c)d)", "/a(b(c)d)"),
        ("/a(b(c(d)))", "/a"),
        ("/(a)(b)", "/(a)(b)"),
        ("/a()", "/a"),
        ("/a.(b)", "/a"),
        ("/a.(b)c", "/a.(b)c"),
        ("/a.(b).(c)d", "/a.(b).(c)d"),
        ("/ж–é", "/ж–é"),
        ("/a–", "/a"),
        ("/a中", "/a"),
        ("/a?b=c", "/a?b=c"),
        ("/a?b.", "/a?b"),
        ("/a?", "/a"),
        ("/a?.", "/a"),
        ("/a?ж", "/a"),
        ("/a?b?c#d", "/a?b?c#d"),
        ("?b", "?b"),
        (":80", ":80"),
        (":80/a", ":80/a"),
        (":x", ""),
        ("#a", ""),
    ],
)
def test_a_path_ends_where_the_sentence_goes_on(path: str, taken: str) -> None:
    assert found_in(f"http://example.org{path} x") == [f"http://example.org{taken}"]


@pytest.mark.parametrize("before", ["a", "Z", "0", "@", "#", "$", "＠", "＃", "\ufeff", "\uffff"])
def test_no_scheme_begins_where_something_is_glued_to_it(before: str) -> None:
    assert "http://example.org" not in found_in(f" {before}http://example.org")


@pytest.mark.parametrize("before", [" ", "\n", "(", "。", "中", "é", "_", "-", "/", ".", "\u2068", "\u202a", "😀"])
def test_a_scheme_begins_behind_anything_else(before: str) -> None:
    assert found_in(f" {before}http://example.org")[-1] == "http://example.org"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("http://example.org", ["http://example.org"]),
        ("HtTpS://example.org", ["HtTpS://example.org"]),
        ("ftp://example.org", ["example.org"]),
        ("@example.org", []),
        ("@a.b.org/c", ["b.org/c"]),
        ("@é.example.org", ["example.org"]),
        ("@éa.org", ["a.org"]),
        ("@😀.org", ["😀.org"]),
        ("éa.org", ["a.org"]),
        ("é.org", ["é.org"]),
        ("é-a.org", ["é-a.org"]),
        (" éa.org", ["éa.org"]),
        ("a.org-b.com", ["a.org-b.com"]),
        ("a.org_b.com", ["a.org"]),
        ("http://a_b.org/c", []),
        ("a.com.b_b.com/d é", ["a.com"]),
        ("a.org/b.com", ["a.org/b.com"]),
        ("http://a.org/中b.org", ["http://a.org/", "b.org"]),
        ("http://a.org/(http://b.org", ["http://a.org/", "http://b.org"]),
        ("http://a.org/!http://b.org", ["http://a.org/!http://b.org"]),
        ("a.org中http://b.org", ["a.org", "http://b.org"]),
        ("a.みんなhttp://b.org", ["http://b.org"]),
        ("a. b.org . c", ["b.org"]),
        ("...", []),
        (".", []),
    ],
)
def test_addresses_are_told_apart(text: str, found: list[str]) -> None:
    assert found_in(text) == found


@pytest.mark.parametrize(
    "part", ["a.", "a.com中.b_b.com中", "中.", "https://a.co/(", "https://a.co/((a)(", "https://a.co/,(,", "a-", "é."]
)
def test_a_text_made_to_be_slow_is_read_once_and_in_order(part: str) -> None:
    text = (part * 10_000)[:10_000]
    ends = [end for address in addresses(text) for end in (address.host, address.host_end, address.end)]
    assert ends == sorted(ends)
