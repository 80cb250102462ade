from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.model.post import Entity
from scheduler.rendering.links import find_hashtags, find_links, find_mentions, same_tag
from tests.cases import cases, groups

EXTRACT = "twitter-text/extract.yml"
TOP_LEVELS = groups("twitter-text/tlds.yml")
PIECES = st.one_of(
    st.sampled_from(["a", "B1", "é", "ж", "中", "com", "org", "みんな", "#tag", "@user", "👍", "e\u0301"]),
    st.sampled_from(["https://", "http://t.co/", ".", "..", "/", "(", ")", "?q=1", ":80", "-", "_", ",", "。"]),
    st.sampled_from([" ", "\n", "\u2068", "\u2069"]),
)


def values(entities: list[Entity]) -> list[str]:
    return [entity.value for entity in entities]


def spans(entities: list[Entity], name: str) -> list[dict[str, Any]]:
    return [{name: entity.value, "indices": [entity.start, entity.end]} for entity in entities]


@pytest.mark.parametrize(("text", "expected"), cases(EXTRACT, "urls") + cases(EXTRACT, "tco_urls_with_params"))
def test_it_finds_the_links_that_twitter_text_finds(text: str, expected: list[str]) -> None:
    assert values(find_links(text, bare_domains=True)) == expected


@pytest.mark.parametrize(
    ("text", "expected"), cases(EXTRACT, "urls_with_indices") + cases(EXTRACT, "urls_with_directional_markers")
)
def test_it_finds_links_where_twitter_text_finds_them(text: str, expected: list[dict[str, Any]]) -> None:
    assert spans(find_links(text, bare_domains=True), "url") == expected


@pytest.mark.parametrize("group", ["country", "generic"])
def test_every_top_level_domain_makes_a_link(group: str) -> None:
    missed = [
        case["text"]
        for case in TOP_LEVELS[group]
        if values(find_links(case["text"], bare_domains=True)) != case["expected"]
    ]
    assert missed == []


@pytest.mark.parametrize(("text", "expected"), cases(EXTRACT, "hashtags") + cases(EXTRACT, "hashtags_from_astral"))
def test_it_finds_the_hashtags_that_twitter_text_finds(text: str, expected: list[str]) -> None:
    assert values(find_hashtags(text)) == expected


@pytest.mark.parametrize(("text", "expected"), cases("twitter-text/validate.yml", "hashtags"))
def test_a_hashtag_is_whole_where_twitter_text_says_so(text: str, expected: bool) -> None:
    assert (values(find_hashtags(text)) == [text[1:]]) is expected


@pytest.mark.parametrize(("text", "expected"), cases(EXTRACT, "hashtags_with_indices"))
def test_it_finds_hashtags_where_twitter_text_finds_them(text: str, expected: list[dict[str, Any]]) -> None:
    assert spans(find_hashtags(text), "hashtag") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [case for case in cases(EXTRACT, "mentions") if "@user@user" not in str(case.id)],  # Mastodon mentions that way
)
def test_it_finds_the_mentions_that_twitter_text_finds(text: str, expected: list[str]) -> None:
    assert values(find_mentions(text)) == expected


@pytest.mark.parametrize(("text", "expected"), cases(EXTRACT, "mentions_with_indices"))
def test_it_finds_mentions_where_twitter_text_finds_them(text: str, expected: list[dict[str, Any]]) -> None:
    assert spans(find_mentions(text), "screen_name") == expected


def test_a_link_is_told_with_its_place() -> None:
    link = Entity(kind="link", start=6, end=25, value="https://example.org")
    assert find_links("hello https://example.org.", bare_domains=False) == [link]


def test_hashtags_and_mentions_are_told_with_their_kind_and_place() -> None:
    assert find_hashtags("a #Tag") == [Entity(kind="hashtag", start=2, end=6, value="Tag")]
    assert find_mentions("a @user b") == [Entity(kind="mention", start=2, end=7, value="user")]
    assert find_mentions("a @user@a.org b") == [Entity(kind="mention", start=2, end=13, value="user@a.org")]


def test_a_domain_alone_is_a_link_only_where_bare_domains_are() -> None:
    text = "example.com https://example.org"
    assert values(find_links(text, bare_domains=False)) == ["https://example.org"]
    assert values(find_links(text, bare_domains=True)) == ["example.com", "https://example.org"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("example.com?q=1", ["example.com"]),
        ("example.com:80", ["example.com"]),
        ("example.com:80/a?q=1", ["example.com:80/a?q=1"]),
        ("x-example.com", ["x-example.com"]),
        (" -example.com", []),
        (" _example.com", []),
        (" .example.com", []),
        ("//example.com", []),
        (":example.com", ["example.com"]),
        ("a.com中.みんな/x", ["a.com"]),
        (f"{'a' * 64}.com", []),
        (f"http://{'a' * 64}.com", []),
        ("T.CO/abc'd", ["T.CO/abc'd"]),
        ("HTTP://T.CO/abc'd", ["HTTP://T.CO/abc"]),
        (f"http://t.co/{'a' * 40}", [f"http://t.co/{'a' * 40}"]),
        (f"http://t.co/{'a' * 41}", []),
        ("http://t.co/?a=b", ["http://t.co/?a=b"]),
    ],
)
def test_links_are_told_apart_from_what_only_looks_like_one(text: str, expected: list[str]) -> None:
    assert values(find_links(text, bare_domains=True)) == expected


def test_an_address_beyond_4000_characters_is_no_link() -> None:
    longest = "a.org/" + "b" * 3994
    assert values(find_links(f"https://{longest}", bare_domains=False)) == [f"https://{longest}"]
    assert find_links(f"https://{longest}b", bare_domains=False) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#می\u200cخواهیم now", ["می\u200cخواهیم"]),
        ("#a-b", ["a"]),
        ("#a_b2", ["a_b2"]),
        ("#1 #1a", ["1a"]),
        ("a#b &#c", []),
        ("#\ufe0f\u20e3a", []),
        ("#a#b", []),
        ("#http://example.org", []),
        ("https://example.org/#a #b", ["b"]),
        ("#日a.com", ["日a"]),
    ],
)
def test_hashtags_are_told_apart_from_what_only_looks_like_one(text: str, expected: list[str]) -> None:
    assert values(find_hashtags(text)) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CloseTheCamps", "closethecamps"),
        ("#CloseTheCamps", "CLOSETHECAMPS"),
        ("Чечня", "чечня"),
        ("Straße", "STRASSE"),
        ("cafe\u0301", "CAFÉ"),
        ("ｔａｇ", "tag"),
        ("ΟΔΟΣ", "οδος"),
    ],
)
def test_these_hashtags_are_the_same(one: str, other: str) -> None:
    assert same_tag(one, other)
    assert same_tag(other, one)


@pytest.mark.parametrize(("one", "other"), [("Camps", "Camp"), ("a_b", "ab"), ("cafe", "café")])
def test_these_hashtags_differ(one: str, other: str) -> None:
    assert not same_tag(one, other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@user@example.org, hi", ["user@example.org"]),
        ("@a.b-c@sub.example.org", ["a.b-c@sub.example.org"]),
        ("@user@localhost", []),
        ("@user@example.org@", []),
        ("x@user@example.org", []),
        ("/@user@example.org", []),
        ("=@user@example.org", []),
        ("の@user@example.org", []),
        ("＠user@example.org", []),
        ("@user.bsky.social!", ["user.bsky.social"]),
        ("@user.bsky.socially", ["user"]),
        ("@user.com@", ["user"]),
        ("@user.", ["user"]),
        ("@user-name", ["user"]),
        ("@user/list", ["user"]),
        ("＠user", ["user"]),
        ("@useré @user://", []),
        ("https://example.org/@user @other", ["other"]),
        ("RT:@user xRT@user", ["user"]),
    ],
)
def test_mentions_of_all_networks_are_found(text: str, expected: list[str]) -> None:
    assert values(find_mentions(text)) == expected


@given(st.lists(PIECES, max_size=25).map("".join), st.booleans())
def test_links_never_overlap_and_say_what_stands_there(text: str, bare_domains: bool) -> None:
    links = find_links(text, bare_domains=bare_domains)
    edges = [edge for link in links for edge in (link.start, link.end)]
    assert edges == sorted(edges)
    assert all(link.start < link.end and text[link.start : link.end] == link.value for link in links)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_hashtags_and_mentions_stand_outside_of_links(text: str) -> None:
    linked = {at for link in find_links(text, bare_domains=True) for at in range(link.start, link.end)}
    assert not any(entity.start in linked for entity in find_hashtags(text) + find_mentions(text))
