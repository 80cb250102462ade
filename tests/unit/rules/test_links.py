from datetime import date

from scheduler.model.campaign import Link, Verification
from scheduler.model.post import Verdict
from scheduler.rules.links import has_verified_link, says_no_other_link
from tests.make import a_text_rule, an_action

NEVER = Link(url="https://example.org/sign", verified=None)
MASTODON = a_text_rule("mastodon", public=True)


def test_a_public_network_never_gets_a_link_that_nobody_looked_at() -> None:
    assert has_verified_link(an_action("sign", link=NEVER), MASTODON) == Verdict(
        allowed=False,
        rule="unverified-link",
        reason="nobody has looked at the link of action sign, and mastodon is public; "
        "open https://example.org/sign, and write `verified: <day> by <name>` beside it",
        about="action",
    )


def test_paper_may_carry_any_link() -> None:
    assert has_verified_link(an_action(link=NEVER), a_text_rule(public=False)).allowed


def test_a_link_that_a_person_verified_goes_out() -> None:
    link = Link(url="https://example.org/sign", verified=Verification(on=date(2026, 5, 1), by="Anna"))
    assert has_verified_link(an_action(link=link), MASTODON).allowed


def test_an_action_without_a_link_has_nothing_to_verify() -> None:
    assert has_verified_link(an_action(link=None), MASTODON).allowed


def test_a_text_carries_no_link_beside_its_action_s_own_where_the_world_reads_it() -> None:
    assert says_no_other_link(("swapped.example", "b.example"), an_action("sign"), MASTODON) == Verdict(
        allowed=False,
        rule="unverified-link",
        reason="the post says swapped.example, which is no verified link of action sign, and mastodon is public; "
        "give it to an action, verify it there, and write {{ action.link }}",
    )
    assert says_no_other_link(("swapped.example",), an_action(), a_text_rule(public=False)).allowed
    assert says_no_other_link((), an_action(), MASTODON).allowed
