import hashlib

import pytest

from scheduler.model.post import Candidate, Entity, Measure, Verdict, Weights, digest_of
from tests.make import a_candidate, a_fact, a_post, a_template, an_action


def test_a_digest_is_the_hash_of_the_text_as_utf_8() -> None:
    assert digest_of("Права") == hashlib.sha256("Права".encode()).hexdigest()


def test_a_post_with_its_text_is_not_redacted() -> None:
    assert not a_post("Sign.").redacted


def test_a_post_whose_text_was_taken_away_is_redacted() -> None:
    assert a_post("", digest=digest_of("Sign.")).redacted


def test_a_post_that_never_had_a_text_is_not_redacted() -> None:
    assert not a_post("").redacted


def test_a_post_whose_text_differs_from_its_digest_is_not_a_redacted_one() -> None:
    assert not a_post("Sign.", digest=digest_of("Donate.")).redacted


def test_the_links_of_a_post_are_in_its_order_and_nothing_else() -> None:
    entities = (
        Entity(kind="link", start=0, end=4, value="https://example.org/2"),
        Entity(kind="hashtag", start=5, end=9, value="link"),
        Entity(kind="mention", start=10, end=14, value="link"),
        Entity(kind="link", start=15, end=19, value="https://example.org/1"),
    )
    assert a_post(entities=entities).links == ("https://example.org/2", "https://example.org/1")
    assert a_post().links == ()


@pytest.mark.parametrize(
    ("fact", "last"), [(None, ""), (a_fact("first-report"), "first-report")], ids=["without", "with"]
)
def test_a_candidate_is_named_by_what_it_is_made_of(fact: object, last: str) -> None:
    candidate = a_candidate(action=an_action("embassy"), template=a_template("ask-first"), fact=fact)
    assert candidate.ids == ("embassy", "ask-first", last)


def test_a_candidate_needs_no_fact() -> None:
    assert Candidate(action=an_action(), template=a_template()).fact is None


def test_a_verdict_holds_for_its_combination_alone_unless_it_says_otherwise() -> None:
    verdict = Verdict(allowed=False, rule="gap", reason="too soon")
    assert (verdict.about, verdict.not_before, verdict.post) == ("text", None, None)


def test_a_text_that_fits_needs_no_reason() -> None:
    assert Measure(length=1, limit=2, fits=True).why == ""


def test_no_weights_make_all_alike() -> None:
    assert Weights().templates == {}
