"""What a template may not hold itself, because it belongs in the campaign."""

import pytest

from scheduler.rendering.grammar import Literal
from scheduler.rendering.literals import MOST_HASHTAGS, MOST_SHOWN, hidden_faults, literal_faults


def plain(text: str, offset: int = 0, branches: tuple[tuple[int, int], ...] = ()) -> Literal:
    return Literal(offset, text, plain=True, branches=branches)


def faults_of(*literals: Literal) -> list[tuple[int, str]]:
    return [(fault.offset, fault.what) for fault in literal_faults(literals)]


@pytest.mark.parametrize(
    ("text", "offset", "what"),
    [
        ("see https://a.org/b, now", 4, "a link stands in the template: https://a.org/b,"),
        ("see HTTP://localhost:80", 4, "a link stands in the template: HTTP://localhost:80"),
        ("https://", 0, "a link stands in the template: https://"),
        ("ask @Genproc!", 4, "a handle stands in the template: @Genproc"),
        ("a { b", 2, "{ stands in the text"),
        ("a }} b", 2, "}} stands in the text"),
        ("#Tag and #tag", 9, "#tag stands here for the second time"),
    ],
)
def test_what_belongs_in_the_campaign_is_refused(text: str, offset: int, what: str) -> None:
    assert faults_of(plain(text, offset=100)) == [(100 + offset, what)]


@pytest.mark.parametrize("text", ["a plain text", "mail a@example.org", "#One #Two", "Change.org", "50 % (of all)"])
def test_ordinary_texts_pass(text: str) -> None:
    assert faults_of(plain(text)) == []


def test_each_fault_says_what_to_do() -> None:
    literal = plain("https://a.org @user } #a #a")

    assert [fault.fix for fault in literal_faults([literal])] == [
        "give it to an action in the campaign, where it is verified, and write {{ action.link }}",
        "make it a target of the campaign, which knows its handle on each network, and write {{ targets }}",
        "a value is written between {{ and }}; otherwise use round brackets",
        "say it once",
    ]


def test_a_quoted_text_is_looked_at_too() -> None:
    literal = Literal(30, "see https://a.org", plain=False)

    assert faults_of(literal) == [(30, "a link stands in the template: https://a.org")]


def test_an_escape_does_not_hide_an_invisible_character() -> None:
    assert faults_of(Literal(30, "a\u200bb", plain=False)) == [
        (30, "an invisible character stands in this text: ZERO WIDTH SPACE (U+200B)")
    ]


def test_plain_text_is_looked_at_with_its_source() -> None:
    assert faults_of(plain("a\u200bb")) == []
    assert [(fault.offset, fault.what, fault.fix) for fault in hidden_faults("a\u200bb")] == [
        (1, "an invisible character stands here: ZERO WIDTH SPACE (U+200B)", "delete it")
    ]


def test_a_source_full_of_invisible_characters_is_told_of_often_enough() -> None:
    assert len(list(hidden_faults("\u200b" * (MOST_SHOWN + 1)))) == MOST_SHOWN == 20


def test_a_hashtag_is_said_twice_across_texts() -> None:
    assert faults_of(plain("#Tag"), plain("b #tag", offset=20)) == [(22, "#tag stands here for the second time")]


def test_branches_that_exclude_each_other_may_both_say_it() -> None:
    assert faults_of(plain("#Tag", 0, ((1, 0),)), plain("#Tag", 20, ((1, 1),))) == []
    assert faults_of(plain("#Tag", 0, ((1, 0),)), plain("#Tag", 20, ((2, 1),))) == [
        (20, "#Tag stands here for the second time")
    ]


@pytest.mark.parametrize(
    ("count", "found"), [(MOST_HASHTAGS, []), (MOST_HASHTAGS + 1, [(30 * 4, "this is hashtag number 31")])]
)
def test_hashtags_have_a_greatest_number(count: int, found: list[tuple[int, str]]) -> None:
    assert (
        faults_of(plain(" ".join(f"#{chr(ord('a') + i // 26)}{chr(ord('a') + i % 26)}" for i in range(count)))) == found
    )


@pytest.mark.parametrize(
    ("literal", "fix"),
    [
        (Literal(0, "a\u200bb", plain=False), "delete it"),
        (plain(" ".join(f"#t{number}x" for number in range(MOST_HASHTAGS + 1))), "keep the best few"),
    ],
    ids=["invisible", "hashtags"],
)
def test_a_fault_says_what_to_do(literal: Literal, fix: str) -> None:
    assert [fault.fix for fault in literal_faults([literal])] == [fix]
