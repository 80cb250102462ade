import json
from typing import Any

import pytest

from scheduler.channels.x.posts import Shown, page_of, plain, says
from scheduler.wire.crossing import Answer

T1, T2 = "https://t.co/abcdefghij", "https://t.co/klmnopqrst"


def answered(*posts: dict[str, Any], **more: Any) -> Answer:
    return Answer(200, {}, json.dumps({"data": posts, "meta": {"result_count": len(posts)}} | more).encode())


def shown(text: str, *links: tuple[str, str], **more: Any) -> Shown:
    urls = [{"url": url, "expanded_url": full, "display_url": "…", "start": 0, "end": 0} for url, full in links]
    post = {"id": "17", "text": text, "created_at": "2026-11-23T09:00:00.000Z", "entities": {"urls": urls}} | more
    page = page_of(answered(post))
    assert page is not None
    return page.data[0]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Sign.", "Sign."),
        ("  Sign.\r\n\r\n\r\nNow.\x07 ", "Sign.\n\nNow."),
        ("cafe\u0301", "caf\u00e9"),
        ("Tom & <Anna>", "Tom &amp; &lt;Anna&gt;"),
        ("written &amp; so, &lt; too, &copy;", "written &amp;amp; so, &amp;lt; too, &copy;"),
        ("می‌خواهم 🏳️‍🌈", "می‌خواهم 🏳️‍🌈"),
        ("a.*b(c", "a.*b(c"),
    ],
)
def test_a_text_is_known_again_through_what_x_makes_of_it(ours: str, theirs: str) -> None:
    assert says(shown(theirs), ours, 0)


@pytest.mark.parametrize("other", ["Sign", "Sign..", "sign.", "Sign. Sign.", "SignX", ""])
def test_another_text_is_another(other: str) -> None:
    assert not says(shown(other), "Sign.", 0)


@pytest.mark.parametrize(
    ("written", "full"),
    [
        ("https://example.org/a?b=1&c=2", "https://example.org/a?b=1&c=2"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org/a/", "https://example.org/a"),
        ("example.org/a", "http://example.org/a"),
        ("https://Example.org/A", "https://example.org/A"),
        ("https://example.org/права", "https://example.org/%D0%BF%D1%80%D0%B0%D0%B2%D0%B0"),
        ("https://example.org/%D0%BF%D1%80%D0%B0%D0%B2%D0%B0", "https://example.org/права"),
    ],
)
def test_a_link_is_known_again_in_any_way_to_write_its_address(written: str, full: str) -> None:
    assert says(shown(f"Sign {T1}, now.", (T1, full)), f"Sign {written}, now.", 0)


@pytest.mark.parametrize("written", ["https://example.org/b", "https://example.org/A", "https://example.com/a", "a"])
def test_another_address_is_another(written: str) -> None:
    assert not says(shown(f"Sign {T1} now.", (T1, "https://example.org/a")), f"Sign {written} now.", 0)


def test_two_links_do_not_change_places() -> None:
    post = shown(f"{T1} {T2}", (T1, "https://example.org/a"), (T2, "https://example.org/b"))
    assert says(post, "https://example.org/a https://example.org/b", 0)
    assert not says(post, "https://example.org/b https://example.org/a", 0)


@pytest.mark.parametrize("key", [{"media_key": "3_17"}, {}])
def test_the_link_to_a_picture_of_its_own_is_no_part_of_the_text(key: dict[str, str]) -> None:
    link = {"url": T1, "expanded_url": "https://x.com/awareness_test/status/17/photo/1", **key}
    post = shown(f"Sign. {T1}", entities={"urls": [link, link]}, attachments={"media_keys": ["3_17", "3_18"]})
    assert says(post, "Sign.", 2)
    assert not says(post, "Sign.", 1)
    assert not says(post, "Sign.", 0)


@pytest.mark.parametrize("name", ["referenced_tweets", "referenced_posts"])
@pytest.mark.parametrize(("kind", "known"), [("replied_to", False), ("retweeted", False), ("quoted", True)])
def test_an_answer_and_a_repetition_are_other_posts(name: str, kind: str, known: bool) -> None:
    assert says(shown("Sign.", **{name: [{"type": kind, "id": "16"}]}), "Sign.", 0) == known


@pytest.mark.parametrize("name", ["note_tweet", "note_post"])
def test_of_a_long_post_the_whole_text_counts(name: str) -> None:
    note = {"text": f"{'long ' * 80}{T1}", "entities": {"urls": [{"url": T1, "expanded_url": "https://example.org/a"}]}}
    assert says(shown(f"{'long ' * 50}…", **{name: note}), f"{'long ' * 80}https://example.org/a", 0)


def test_what_x_leaves_out_or_leaves_empty_is_nothing() -> None:
    assert says(shown("Sign.", entities=None, attachments=None, referenced_tweets=None), "Sign.", 0)
    assert says(shown("Sign.", entities={}, attachments={"media_keys": None}), "Sign.", 0)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b'{"errors": [{"title": "Not Found Error"}]}',
        b'{"meta": {}, "data": [null]}',
        b'{"meta": {}, "data": [{"id": "17", "text": "no instant"}]}',
        b'{"meta": {}, "data": [{"id": "../17", "text": "", "created_at": "2026-11-23T09:00:00Z"}]}',
    ],
)
def test_what_is_no_page_of_a_timeline_is_none(body: bytes) -> None:
    assert page_of(Answer(200, {}, body)) is None


def test_a_page_without_posts_is_one() -> None:
    page = page_of(Answer(200, {}, b'{"meta": {"result_count": 0}}'))
    assert page is not None
    assert (page.data, page.meta.next_token) == ([], None)


def test_plain_keeps_what_readers_see() -> None:
    assert plain("a\u200cb\u2066c\u2069 \u202ed") == "a\u200cb\u2066c\u2069 \u202ed"
