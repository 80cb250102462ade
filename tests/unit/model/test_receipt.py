from typing import get_args

from scheduler.model.receipt import (
    Absent,
    CannotTell,
    Capabilities,
    Finding,
    Found,
    Later,
    Locked,
    NotSent,
    Outcome,
    Outgoing,
    Posted,
    Reading,
    Refused,
    Unknown,
)
from tests.make import a_post, utc


def test_these_are_all_the_answers_to_a_create_call() -> None:
    assert get_args(Outcome) == (Posted, Refused, Locked, Later, NotSent, Unknown)


def test_these_are_all_the_answers_to_a_look() -> None:
    assert get_args(Finding) == (Found, Absent, CannotTell)


def test_a_network_that_names_no_time_for_the_next_try_gives_none() -> None:
    assert Later(reason="busy").when is None


def test_a_channel_deletes_but_does_not_count_unless_it_says_otherwise() -> None:
    capabilities = Capabilities(public=True)
    assert (capabilities.deletes, capabilities.reads) == (True, False)


def test_a_post_whose_schedule_is_not_known_is_shown_in_utc() -> None:
    at = utc("2026-11-23 09:00")
    assert Outgoing(key="k", account="demo", post=a_post(), language="en", at=at).zone == "UTC"


def test_a_count_that_was_not_given_is_left_out() -> None:
    assert Reading(at=utc("2026-11-23 09:00")).counts == {}
