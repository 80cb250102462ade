from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.visiting.pages import LONGEST_TITLE, Page, decoded, harmless, page_of

HTML = "text/html; charset=utf-8"


def title(markup: str) -> str:
    return page_of(markup.encode(), HTML).title


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("<title>Sign</title>", "Sign"),
        ("<TITLE lang=en>\n  Sign\n  now </TITLE>", "Sign now"),
        ("<title>A &amp; B &#x2014; &lt;i&gt;</title>", "A & B — <i>"),
        ("<title>One</title><title>Two</title>", "One"),
        ("<title>Cut off", "Cut off"),
        ("<head><body><title>In the body</title>", ""),
        ("no markup at all", ""),
        ("", ""),
        ("<![if x]><title>Odd</title>", "Odd"),
        ("<!-- <title>Old</title> --><title>New</title>", "New"),
        ("<!-- <title>Old</title>", ""),
        ("<title>Fewer <b> than < three</title>", "Fewer <b> than < three"),
    ],
)
def test_the_title_is_the_first_one_of_the_head(markup: str, found: str) -> None:
    assert title(markup) == found


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("\u202egnp.exe\u202c petition", "gnp.exe petition"),
        ("\u2066a\u2069\u200b\u200d\u200f\ufeffb", "ab"),
        ("\x1b[31mred\x1b]0;owned\x07", "[31mred]0;owned"),
        ("a\x00b\x9bc\u2028d\u00a0e\u00ad", "abc d e"),
        ("\U000e0041tag\ue000", "tag"),
        ("Закройте лагеря", "Закройте лагеря"),
        ("x" * 500, "x" * (LONGEST_TITLE - 1) + "…"),
    ],
)
def test_what_nobody_sees_is_taken_out_of_a_title(written: str, shown: str) -> None:
    assert harmless(written) == shown


@given(st.text())
def test_a_title_is_one_short_line_of_what_can_be_seen(written: str) -> None:
    shown = harmless(written)

    assert len(shown) <= LONGEST_TITLE
    assert shown == " ".join(shown.split())
    assert shown.replace(" ", "").isprintable()


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("да".encode("koi8-r"), "text/html; charset=KOI8-R", "да"),
        (b'<meta charset="windows-1251">' + "да".encode("cp1251"), "text/html", '<meta charset="windows-1251">да'),
        ("да".encode(), "text/html; charset=none-such", "да"),
        ("да".encode(), "text/html; charset=punycode", "да"),
        (b"\\u0041", "text/html; charset=unicode_escape", "\\u0041"),
        (b"64", "text/html; charset=base64", "64"),
        (b"a\xff", "text/html", "a\ufffd"),
    ],
)
def test_a_page_is_read_in_its_encoding_where_it_has_one(body: bytes, content_type: str, text: str) -> None:
    assert decoded(body, content_type) == text


@pytest.mark.parametrize(
    ("content", "address"),
    [
        ("0; url=https://other.example/", "https://other.example/"),
        ("5;URL='/on'", "/on"),
        ("0, \u202e/on", "/on"),
        ("30", ""),
        ("0;url=/a?b=1&amp;c=2", "/a?b=1&c=2"),
        ("", ""),
    ],
)
def test_a_page_says_where_it_would_send_a_browser(content: str, address: str) -> None:
    assert page_of(f'<meta http-equiv=refresh content="{content}">'.encode(), HTML).goes_on_to == address


def test_what_is_no_page_has_no_title() -> None:
    assert page_of(b"<title>Not a page</title>", "application/pdf") == Page()


@pytest.mark.parametrize(
    "piece", ["<", "<!--", "<a ", "<title", "<title>", "<title><", "<meta ", "<meta a=", "<meta charset=", "&#", "<!-"]
)
def test_a_page_made_to_be_slow_is_read_in_a_moment(piece: str) -> None:
    body = (piece * (256 * 1024 // len(piece))).encode()
    began = process_time()
    page_of(body, "text/html")

    assert process_time() - began < 5
