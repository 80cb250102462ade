import html
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.channels.mastodon.statuses import (
    SAYING,
    Status,
    is_it,
    normal,
    passes_for,
    plain,
    read_saying,
    read_status,
)
from tests.mastodons import a_saying, a_status
from tests.outgoing import NINE

SERVER = "https://example.org"


def shown(content: str = "<p>Sign.</p>", **changes: Any) -> Status:
    status = read_status(a_status(content=content, **changes), SERVER)
    assert status
    return status


def test_the_bytes_of_a_saying_are_read_back_and_no_others_are() -> None:
    wire = SAYING.dump_json(a_saying("سلام", media_ids=("1", "2")))

    assert read_saying(wire) == a_saying("سلام", media_ids=("1", "2"))
    assert [read_saying(other) for other in (b"", b"{}", wire + b" ", wire.replace(b'"k"', b"5"))] == [None] * 4


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<p>Sign.</p>", "Sign."),
        ("Sign.", "Sign."),
        ("<p>One &amp; &lt;two&gt; &quot;3&quot; &#39;4&#39; &amp;amp; &nbsp;</p>", "One & <two> \"3\" '4' &amp; \xa0"),
        ("<p>a<br />b<br>c</p><p>d</p>", "a\nb\nc\n\nd"),
        (
            (
                '<p><a href="https://example.org/a/long/way?b=1&amp;c=2" target="_blank" rel="nofollow noopener">'
                '<span class="invisible">https://</span><span class="ellipsis">example.org/a/long/way?b=1</span>'
                '<span class="invisible">&amp;c=2</span></a></p>'
            ),
            "https://example.org/a/long/way?b=1&c=2",
        ),
        (
            (
                '<p><a href="https://example.org/tags/FreeThem" class="mention hashtag" rel="tag">'
                "#<span>FreeThem</span></a> #<span>آزادی</span></p>"
            ),
            "#FreeThem #آزادی",
        ),
        (
            (
                '<p><span class="h-card" translate="no"><a href="https://example.org/@anna" class="u-url mention">'
                "@<span>anna</span></a></span> hears</p>"
            ),
            "@anna hears",
        ),
        ("", ""),
    ],
)
def test_the_html_of_a_server_is_undone(content: str, text: str) -> None:
    assert plain(content) == text


@pytest.mark.parametrize("content", [None, 5, ["<p>"], "<p>a broken declaration <![x[ </p"])
def test_what_is_no_text_is_not_read(content: object) -> None:
    assert plain(content) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\n\n\n\nb", "a\n\nb"),
        ("a\n \t\nb", "a\n\nb"),
        ("  a  b\t\n c ", "a b\nc"),
        ("cafe\u0301", "café"),
        ("hear @anna@example.org!", "hear @anna!"),
        ("@anna@example.org @bob@example.com", "@anna @bob"),
    ],
)
def test_what_a_server_does_to_a_text_does_not_matter(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sign.", "Sign!"),
        ("a b", "ab"),
        ("a\nb", "a b"),
        ("a\n\nb", "a\nb"),
        ("@anna", "@bob"),
        ("😀", "😁"),
        ("A", "a"),
    ],
)
def test_every_other_difference_does(one: str, other: str) -> None:
    assert normal(one) != normal(other)


def test_a_status_is_known_by_its_text_its_warning_its_pictures_its_readers_and_its_time() -> None:
    saying = a_saying("hear @anna@example.org", spoiler_text="violence", visibility="unlisted", media_ids=("1",))
    same: dict[str, Any] = {"spoiler_text": "violence", "visibility": "unlisted", "media_attachments": [{}]}
    content = "<p>hear @anna</p>"

    assert is_it(saying, shown(content, **same))
    changes: tuple[dict[str, Any], ...] = (
        {"spoiler_text": ""},
        {"visibility": "public"},
        {"media_attachments": []},
        {"created_at": "2026-11-23T08:59:59.999Z"},
    )
    for change in changes:
        assert not is_it(saying, shown(content, **same | change))
    assert not is_it(saying, shown("<p>hear @bob</p>", **same))


def test_what_a_limited_account_says_in_public_is_shown_as_unlisted_and_is_the_same() -> None:
    assert is_it(a_saying(), shown(visibility="unlisted"))
    assert not is_it(a_saying(), shown(visibility="private"))


def test_under_our_key_signs_may_be_read_as_emphasis_and_a_person_may_have_edited() -> None:
    assert passes_for(a_saying("*Sign* it, now: 😀"), shown("<p><em>Sign</em> it, now: 😀</p>"))
    assert passes_for(a_saying(), shown("<p>Sign it today.</p>", edited_at="2026-11-23T10:00:00Z"))
    assert not passes_for(a_saying(), shown("<p>Sign it today.</p>"))


@pytest.mark.parametrize(
    "changes",
    [
        {"id": None},
        {"id": ""},
        {"id": "../accounts/1"},
        {"id": "x" * 65},
        {"id": {}},
        {"created_at": None},
        {"created_at": "yesterday"},
        {"created_at": "2026-11-23T09:00:01"},
        {"created_at": 5},
        {"content": None},
    ],
)
def test_what_is_no_status_is_not_taken_for_one(changes: dict[str, object]) -> None:
    assert read_status(a_status() | changes, SERVER) is None


@pytest.mark.parametrize("document", [None, [], "status", 5])
def test_nor_is_another_document(document: object) -> None:
    assert read_status(document, SERVER) is None


def test_a_status_has_a_receipt_with_an_address_for_people() -> None:
    receipt = shown().receipt

    assert (receipt.remote_id, receipt.url) == ("7", "https://example.org/@campaign/7")
    assert receipt.at == NINE + timedelta(seconds=1)
    assert shown(url=None, uri="https://example.org/s/7").url == "https://example.org/s/7"
    for hostile in (None, "javascript:alert(1)", 5, "http://[", "https://example.org/\x1b"):
        assert shown(url=hostile, uri=hostile).url == "https://example.org/statuses/7"


def test_counts_that_are_none_are_left_out() -> None:
    told = shown(favourites_count=3, reblogs_count=0, replies_count="many", quotes_count=-1)

    assert told.counts == {"likes": 3, "boosts": 0}
    assert shown(favourites_count=True).counts == {}


def as_mastodon_writes(text: str) -> str:
    """Its paragraphs and its line breaks; everything else of its HTML was undone above."""
    paragraphs = html.escape(text.strip()).split("\n\n")
    return "".join(f"<p>{paragraph.replace(chr(10), '<br />')}</p>" for paragraph in paragraphs)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n&<>@#\u200c"), max_size=80))
def test_any_text_is_found_again_in_what_mastodon_makes_of_it(text: str) -> None:
    assert normal(plain(as_mastodon_writes(text)) or "") == normal(text)


@given(st.text(st.sampled_from("ab@.org #\n <&é\u0301"), max_size=60))
def test_what_is_normal_stays_as_it_is(text: str) -> None:
    assert normal(normal(text)) == normal(text)
