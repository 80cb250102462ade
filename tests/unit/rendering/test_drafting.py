"""A finished text: tidy, composed, with its entities placed, and nothing in it that the campaign did not give."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.model.post import Entity
from scheduler.rendering.drafting import Draft, draft, tidy, trouble
from scheduler.rendering.marks import hashtag, link, mention

LINK = link("https://a.org/b")


def entities_of(finished: Draft) -> list[tuple[str, str, str]]:
    """Kind, what stands there, and value."""
    return [(e.kind, finished.text[e.start : e.end], e.value) for e in finished.entities]


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("a  b", "a b"),
        ("a\t \tb", "a b"),
        (" a \n b ", "a\nb"),
        ("a\n\nb", "a\n\nb"),
        ("a\n\n\nb", "a\n\nb"),
        ("a\n \n\t\n \nb", "a\n\nb"),
        ("\n\na\n", "a"),
        ("a\u00a0 b", "a\u00a0 b"),
        ("", ""),
    ],
)
def test_what_empty_values_leave_behind_is_tidied_away(text: str, tidied: str) -> None:
    assert tidy(text) == tidied


@given(st.text("a \t\n", max_size=30))
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    once = tidy(text)

    assert tidy(once) == once
    assert "  " not in once
    assert "\n\n\n" not in once
    assert once.replace(" ", "").replace("\n", "") == text.replace(" ", "").replace("\t", "").replace("\n", "")


def test_entities_are_placed_in_the_finished_text() -> None:
    finished = draft(f"  Sign:  {LINK} {mention('sk@a.org')}\n\n\n{hashtag('Tag')} ", "en")

    assert finished == Draft(
        text="Sign: https://a.org/b @sk@a.org\n\n#Tag",
        entities=(
            Entity(kind="link", start=6, end=21, value="https://a.org/b"),
            Entity(kind="mention", start=22, end=31, value="sk@a.org"),
            Entity(kind="hashtag", start=33, end=37, value="Tag"),
        ),
    )


def test_hashtags_in_plain_text_are_entities_too() -> None:
    finished = draft(f"We say #Tag and #Other, {hashtag('Third')}", "en")

    assert finished.text == "We say #Tag and #Other, #Third"
    assert entities_of(finished) == [
        ("hashtag", "#Tag", "Tag"),
        ("hashtag", "#Other", "Other"),
        ("hashtag", "#Third", "Third"),
    ]


@pytest.mark.parametrize("character", "@#$&/=_\u0301é")
def test_nothing_that_would_join_it_stands_before_an_entity(character: str) -> None:
    assert trouble(Draft(f"{character}#Tag", (Entity(kind="hashtag", start=1, end=5, value="Tag"),))) is not None


def test_a_wide_hash_is_a_hash() -> None:
    assert entities_of(draft("say ＃Tag", "en")) == [("hashtag", "＃Tag", "Tag")]


def test_a_hash_inside_a_link_is_no_hashtag() -> None:
    assert [e.kind for e in draft(link("https://a.org/#top"), "en").entities] == ["link"]


def test_the_text_is_composed_before_entities_are_placed() -> None:
    finished = draft(f"cafe\u0301 {LINK}", "en")

    assert finished.text == "café https://a.org/b"
    assert finished.entities[0].start == 5


def test_in_a_text_that_runs_right_to_left_what_runs_left_to_right_is_isolated() -> None:
    finished = draft(f"امضا کنید {LINK} {mention('user')} {hashtag('Tag')} #Plain {hashtag('چچن')}", "fa")

    assert finished.text == (
        "امضا کنید \u2068https://a.org/b\u2069 \u2068@user\u2069 \u2068#Tag\u2069 \u2068#Plain\u2069 #چچن"
    )
    assert entities_of(finished) == [
        ("link", "https://a.org/b", "https://a.org/b"),
        ("mention", "@user", "user"),
        ("hashtag", "#Tag", "Tag"),
        ("hashtag", "#Plain", "Plain"),
        ("hashtag", "#چچن", "چچن"),
    ]


@pytest.mark.parametrize(
    ("text", "language", "isolated"),
    [
        ("Sign", "fa", True),
        ("امضا", "en", True),
        ("1 امضا", "en", True),
        ("Sign امضا", "en", False),
        ("1, 2", "en", False),
        ("1, 2", "he", True),
    ],
)
def test_the_language_or_the_first_letter_says_which_way_a_text_runs(text: str, language: str, isolated: bool) -> None:
    assert ("\u2068#Tag\u2069" in draft(f"{text} {hashtag('Tag')}", language).text) is isolated


def test_the_entities_themselves_do_not_say_which_way_a_text_runs() -> None:
    assert draft(f"{hashtag('Tag')} امضا", "en").text == "\u2068#Tag\u2069 امضا"
    assert draft(f"{hashtag('چچن')} Sign", "en").text == "#چچن Sign"


@pytest.mark.parametrize("isolate", ["\u2066", "\u2067", "\u2068"])
def test_what_an_organiser_isolated_already_is_left_alone(isolate: str) -> None:
    finished = draft(f"امضا {isolate}#Tag\u2069", "fa")

    assert finished.text == f"امضا {isolate}#Tag\u2069"
    assert entities_of(finished) == [("hashtag", "#Tag", "Tag")]


@pytest.mark.parametrize(
    ("rendered", "reason"),
    [
        ("a {{ fact }} b", "it holds {{, as if a value had been forgotten"),
        ("a {# b", "it holds {#, as if a value had been forgotten"),
        ("a #} b", "it holds #}, as if a value had been forgotten"),
        ("ask ＠user", "it mentions @user, which is no target's handle here"),
        ("a %} b", "it holds %}, as if a value had been forgotten"),
        ("see https://b.org", "it says https://b.org, a link that no value of the campaign holds"),
        ("see HTTP://b.org", "it says HTTP://b.org, a link that no value of the campaign holds"),
        ("ask @user", "it mentions @user, which is no target's handle here"),
        (f"#tag {hashtag('Tag')}", "it says #Tag twice"),
        (
            f"{LINK}more",
            "the link https://a.org/b runs into the text beside it; put a space between them",
        ),
        (f"{LINK}/more", "the link https://a.org/b runs into the text beside it; put a space between them"),
        (f"{LINK}?q=1", "the link https://a.org/b runs into the text beside it; put a space between them"),
        (f"more{LINK}", "the link https://a.org/b runs into the text beside it; put a space between them"),
        (f"{hashtag('Tag')}s", "the hashtag #Tag runs into the text beside it; put a space between them"),
        (f"{hashtag('Tag')}\u0301", "the hashtag #Tag runs into the text beside it; put a space between them"),
        (f"{hashtag('Tag')}\u200cx", "the hashtag #Tag runs into the text beside it; put a space between them"),
        (f"a{hashtag('Tag')}", "the hashtag #Tag runs into the text beside it; put a space between them"),
        (f"{hashtag('A')}{hashtag('B')}", "the hashtag #B runs into the text beside it; put a space between them"),
        (f"{mention('user')}s", "the handle @user runs into the text beside it; put a space between them"),
        (f"{mention('user')}-x", "the handle @user runs into the text beside it; put a space between them"),
        (f"{mention('user')}.org", "the handle @user runs into the text beside it; put a space between them"),
        (f"{mention('user')}@ a", "the handle @user runs into the text beside it; put a space between them"),
        (f"a {LINK}\u0338", "the link https://a.org/b runs into the text beside it; put a space between them"),
    ],
)
def test_what_must_not_be_said_is_found(rendered: str, reason: str) -> None:
    assert trouble(draft(rendered, "en")) == reason


@pytest.mark.parametrize(
    "rendered",
    [
        "plain { text } with braces, mail a@b.org, Change.org",
        f"({LINK}).",
        f"{LINK}, {mention('user')}. {hashtag('Tag')}!",
        f"“{LINK}”…",
        f"{LINK}\n{hashtag('A')} {hashtag('B')}",
        f"{mention('user')}'s, {mention('a.bsky.social')}",
        f"-{hashtag('Tag')}-",
        "",
    ],
)
def test_ordinary_texts_are_no_trouble(rendered: str) -> None:
    assert trouble(draft(rendered, "en")) is None


def test_isolated_entities_may_stand_beside_letters() -> None:
    finished = draft(f"و{mention('user')}و {LINK}و", "ar")

    assert trouble(finished) is None


words = st.text(st.characters(categories=["L", "M", "N", "P", "Zs"], max_codepoint=0xFFFF), max_size=12)


@given(words, words, words, st.sampled_from(["en", "fa"]))
def test_entities_always_stand_where_they_say(before: str, between: str, after: str, language: str) -> None:
    finished = draft(f"{before} {LINK} {between} {hashtag('Tag')} {after}", language)

    for kind, shown, value in entities_of(finished):
        assert shown in (value, f"#{value}", f"＃{value}")
        assert kind != "link" or value == "https://a.org/b"
    assert unicodedata.is_normalized("NFC", finished.text)
