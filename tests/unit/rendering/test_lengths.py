from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.model.post import Measure
from scheduler.rendering.lengths import grapheme_length, length_of, measure, weighted_length
from scheduler.rendering.networks import known_networks, rule_for
from scheduler.rendering.weights import Weights, weights_of_x
from tests.cases import cases

VALIDATE = "twitter-text/validate.yml"
X = rule_for("x")
NETWORKS = st.sampled_from([rule_for(network) for network in known_networks()])
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
PIECES = st.lists(
    st.sampled_from(
        ["a", "中", "é", "e\u0301", "😀", "\u200d", "\ufe0f", "🇩", "https://", "a.org", "/(", " ", "@a@b.org", "#"]
    ),
    max_size=20,
).map("".join)


def lengths_of(network: str) -> list[pytest.ParameterSet]:
    return cases(f"lengths/{network}.yml", "lengths")


def check(text: str, network: str, expected: dict[str, Any]) -> None:
    found = measure(text, rule_for(network))
    assert (found.length, found.fits) == (expected["length"], expected["valid"])


@pytest.mark.parametrize(
    ("text", "expected"),
    cases(VALIDATE, "WeightedTweetsWithDiscountedEmojiCounterTest")
    + cases(VALIDATE, "UnicodeDirectionalMarkerCounterTest"),
)
def test_x_is_counted_as_twitter_text_counts(text: str, expected: dict[str, Any]) -> None:
    found = measure(text, X)
    assert (found.length, found.fits) == (expected["weightedLength"], expected["valid"])


@pytest.mark.parametrize(("text", "expected"), cases(VALIDATE, "WeightedTweetsCounterTest"))
def test_the_second_table_of_twitter_text_counts_emoji_by_their_parts(text: str, expected: dict[str, Any]) -> None:
    length = weighted_length(text, X, replace(weights_of_x(), emoji=False))
    assert (length, 0 < length <= 280) == (expected["weightedLength"], expected["valid"])


@pytest.mark.parametrize(("text", "expected"), cases(VALIDATE, "tweets"))
def test_the_first_table_of_twitter_text_allows_140_characters(text: str, expected: bool) -> None:
    assert (0 < weighted_length(text, X, Weights(scale=1, default=1)) <= 140) is expected


@pytest.mark.parametrize(("text", "expected"), lengths_of("x"))
def test_x_by_our_own_cases(text: str, expected: dict[str, Any]) -> None:
    check(text, "x", expected)


@pytest.mark.parametrize(("text", "expected"), lengths_of("mastodon"))
def test_mastodon_by_our_own_cases(text: str, expected: dict[str, Any]) -> None:
    check(text, "mastodon", expected)


@pytest.mark.parametrize(("text", "expected"), lengths_of("bluesky"))
def test_bluesky_by_our_own_cases(text: str, expected: dict[str, Any]) -> None:
    check(text, "bluesky", expected)


@pytest.mark.parametrize(("text", "expected"), lengths_of("paper"))
def test_paper_by_our_own_cases(text: str, expected: dict[str, Any]) -> None:
    check(text, "paper", expected)


def test_what_fits_needs_no_reason() -> None:
    assert measure("Sign.", X) == Measure(length=5, limit=280, fits=True, why="")


def test_what_is_too_long_is_told_by_how_much() -> None:
    measured = measure("a" * 312, X)
    assert measured == Measure(length=312, limit=280, fits=False, why="312 of 280 allowed: 32 too long")


def test_bytes_are_told_where_only_they_are_too_many() -> None:
    family = "👨\u200d👩\u200d👧\u200d👦"
    assert measure(family * 121, rule_for("bluesky")).why == "3025 of 3000 bytes allowed: 25 too long"
    assert measure(family * 301, rule_for("bluesky")).why == "301 of 300 allowed: 1 too long"


@pytest.mark.parametrize("network", known_networks())
@pytest.mark.parametrize("text", ["", " ", "\n\t\u3000", "\u2068\u2069", "\u200b"])
def test_what_nobody_can_see_fits_nowhere(text: str, network: str) -> None:
    measured = measure(text, rule_for(network))
    assert (measured.fits, measured.why) == (False, "there is nothing to read in it")


@pytest.mark.parametrize("network", known_networks())
def test_half_a_character_fits_nowhere(network: str) -> None:
    measured = measure("a\ud83d", rule_for(network))
    assert (measured.fits, measured.why) == (False, "U+D83D in it is half of a character")


@pytest.mark.parametrize(("character", "name"), [("\ufeff", "U+FEFF"), ("\ufffe", "U+FFFE"), ("\uffff", "U+FFFF")])
def test_x_names_the_invisible_character_that_it_refuses(character: str, name: str) -> None:
    assert measure(f"a{character}", X).why == f"x refuses the invisible {name} in it"
    assert measure(f"a{character}", rule_for("bluesky")).fits


def test_a_larger_limit_of_a_server_is_kept() -> None:
    assert measure("a" * 501, rule_for("mastodon", 501)).fits
    assert not measure("a" * 502, rule_for("mastodon", 501)).fits


def test_a_part_of_a_character_counts_as_a_whole_one() -> None:
    assert weighted_length("aaa", X, Weights(scale=2, default=1)) == 2


def test_emoji_are_not_put_together_across_a_link() -> None:
    assert weighted_length("👩\u200d https://a.org \u200d👩", X, weights_of_x()) == 3 + 1 + 23 + 1 + 3


def test_stand_ins_are_put_in_from_the_end_so_that_places_stay_right() -> None:
    text = "@a@b.org https://example.org/long/path @c@d.org https://e.org"
    assert grapheme_length(text, rule_for("mastodon")) == len("@a  @c ") + 23 + 23


@given(ANY_TEXT, NETWORKS)
def test_measuring_never_raises(text: str, rule: Any) -> None:
    assert measure(text, rule).length >= 0


@given(PIECES, NETWORKS)
def test_a_further_word_makes_every_text_longer(text: str, rule: Any) -> None:
    assert measure(f"{text} a", rule).length > measure(text, rule).length


@given(PIECES)
def test_links_aside_a_further_letter_makes_every_text_longer(text: str) -> None:
    rule = replace(X, link_length=None)
    assert measure(f"{text}a", rule).length > measure(text, rule).length


@given(PIECES)
def test_an_isolate_adds_its_own_weight_to_a_text(text: str) -> None:
    rule = replace(X, link_length=None)
    assert measure(f"\u2068{text}\u2069", rule).length == measure(text, rule).length + 4


@pytest.mark.parametrize("network", known_networks())
@pytest.mark.parametrize("part", ["a.", "中.", "a.com中", "https://a.co/(", "#a", "@a.b-", "🇦", "👨", "e\u0301"])
def test_a_text_made_to_be_slow_is_measured(part: str, network: str) -> None:
    measured = measure((part * 10_000)[:10_000], rule_for(network))
    assert not measured.fits


@pytest.mark.parametrize(("plain", "length"), [("", 0), ("Violence", 8), ("Война 🏳️‍🌈", 7)])
def test_what_stands_before_a_post_is_counted_as_readers_do(plain: str, length: int) -> None:
    assert length_of(plain) == length
