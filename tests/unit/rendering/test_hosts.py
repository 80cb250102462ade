import pytest

from scheduler.rendering.hosts import TopLevel, latin_hosts, resolvable, top_level_end, top_levels
from tests.cases import groups

TLDS = groups("twitter-text/tlds.yml")


@pytest.mark.parametrize("group", ["country", "generic"])
def test_every_top_level_domain_of_twitter_text_is_known(group: str) -> None:
    texts = [case["text"] for case in TLDS[group]]
    assert [text for text in texts if top_level_end(text, len("https://twitter.")) != len(text)] == []


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("com", 3),
        ("CoM", 3),
        ("com/a", 3),
        ("com.", 3),
        ("com_a", 3),
        ("com中", 3),
        ("comé", 3),
        ("рф", 2),
        ("РФ", 2),
        ("рф.", 2),
        ("みんなです", 3),
        ("みんな1", None),
        ("みんな@", None),
        ("comm", None),
        ("com1", None),
        ("com@", None),
        ("com+", None),
        ("com-", None),
        ("invalidtld", None),
        ("", None),
        ("/", None),
        ("xn--p1ai", 8),
        ("XN--p1ai", 8),
        ("xn--p1ai-x/", 10),
        ("xn--p1ai中", 8),
        ("xn--", None),
        ("vermögensberater", 16),
    ],
)
def test_a_top_level_domain_ends_before_what_cannot_go_on(text: str, end: int | None) -> None:
    assert top_level_end(text, 0) == end


def test_all_places_where_a_host_may_end_are_told() -> None:
    text = "a.com.b_c.org.x"
    assert list(top_levels(text, 0, len(text))) == [TopLevel(5, named=True), TopLevel(13, named=False)]


def test_labels_before_the_start_do_not_count() -> None:
    text = "a_b.com"
    assert list(top_levels(text, 2, len(text))) == [TopLevel(7, named=True)]


def test_dots_behind_the_stop_do_not_count() -> None:
    assert list(top_levels("a.com.org", 0, 5)) == [TopLevel(5, named=True)]


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("example.org", True),
        ("a" * 63 + ".org", True),
        ("a" * 64 + ".org", False),
        ("例え.org", True),
        ("あ" * 57 + ".org", True),
        ("あ" * 58 + ".org", False),
        ("あ" * 64 + ".org", False),
        ("xn--ls8h.la", True),
        ("xn--はじめよう.com", False),
        ("xn--é.com", True),
        ("はxn--.com", True),
        ("a" * 31 + "。" + "b" * 31 + ".org", True),
        ("a" * 31 + "。" + "b" * 32 + ".org", False),
        ("あ。" + "b" * 55 + ".org", True),
        ("あ。" + "b" * 56 + ".org", False),
    ],
)
def test_a_host_is_resolvable_where_no_label_is_too_long_once_encoded(host: str, expected: bool) -> None:
    assert resolvable(host) is expected


@pytest.mark.parametrize(
    ("host", "parts"),
    [
        ("example.org", ["example.org"]),
        ("www.example.co.uk", ["www.example.co.uk"]),
        ("twitter.comこれは.example.com中国語t.co", ["twitter.com", "example.com", "t.co"]),
        ("example.comてすとtwitter.みんな", ["example.com", "twitter.みんな"]),
        ("日本語.みんな", []),
        ("日本.org", []),
        ("a.b.com中", ["a.b.com"]),
        ("a.invalidtld中.org", []),
        ("élan.org", ["élan.org"]),
        ("a.com.x中", ["a.com"]),
    ],
)
def test_hosts_of_latin_letters_are_found_in_hosts_of_many_scripts(host: str, parts: list[str]) -> None:
    assert [host[start:end] for start, end in latin_hosts(host)] == parts
