from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.model.account import Limits, Profile
from scheduler.service.appraising import Appraisal, appraise
from tests.make import an_account
from tests.rig import NOON

PROFILE = Profile(at=NOON, remote_id="1", handle="camps", url="", automated=True, limits={"characters": 500})
ACCOUNT = an_account("main", network="mastodon")


def test_what_agrees_with_the_files_gives_nothing_to_say() -> None:
    assert appraise(ACCOUNT, PROFILE, NOON) == Appraisal()


@pytest.mark.parametrize(("days", "word"), [(14, "ends"), (1, "ends"), (0, "ended"), (-3, "ended")])
def test_a_token_that_ends_within_a_fortnight_needs_a_person_and_may_still_speak(days: int, word: str) -> None:
    found = appraise(ACCOUNT, replace(PROFILE, expires=NOON + timedelta(days=days)), NOON)

    assert len(found.troubles) == 1
    assert found.troubles[0].startswith(f"the token of main {word} at 2026-")
    assert "`awareness login main`" in found.troubles[0]
    assert found.unfit == ()


def test_a_later_end_is_no_trouble_yet() -> None:
    assert appraise(ACCOUNT, replace(PROFILE, expires=NOON + timedelta(days=14, seconds=1)), NOON) == Appraisal()


def test_a_server_that_takes_less_than_is_planned_is_a_trouble_with_what_to_write() -> None:
    found = appraise(ACCOUNT, replace(PROFILE, limits={"characters": 400}), NOON)

    assert found.unfit == found.troubles
    assert found.unfit[0].endswith("500 characters, and its server takes 400: write `limits: {characters: 400}`")


def test_a_server_that_takes_more_is_worth_knowing_once() -> None:
    longer = replace(PROFILE, limits={"characters": 1000})
    chosen = replace(ACCOUNT, limits=Limits(characters=800))

    assert appraise(ACCOUNT, longer, NOON).advice == (
        "this server takes 1000 characters; `limits: {characters: 1000}` would use them",
    )
    assert appraise(chosen, longer, NOON) == Appraisal()


@pytest.mark.parametrize(
    ("scopes", "may"),
    [
        ((), True),
        (("read", "write:statuses"), True),
        (("write",), True),
        (("read",), False),
        (("read:accounts", "write:media"), False),
        (("com.atproto.appPass",), True),
    ],
)
def test_a_token_that_may_not_post_is_a_trouble(scopes: tuple[str, ...], may: bool) -> None:
    assert (appraise(ACCOUNT, replace(PROFILE, scopes=scopes), NOON).unfit == ()) == may


@pytest.mark.parametrize(
    ("network", "automated", "said"),
    [
        ("mastodon", False, "This is an automated account"),
        ("bluesky", False, "label `bot`"),
        ("x", False, "Automation"),
        ("mastodon", None, ""),
        ("paper", False, ""),
    ],
)
def test_what_is_not_marked_as_automated_is_told_where_to_do_that(
    network: str, automated: bool | None, said: str
) -> None:
    found = appraise(an_account("main", network=network), replace(PROFILE, automated=automated, limits={}), NOON)

    assert found.troubles == ()
    assert bool(found.advice) == bool(said)
    assert said in "".join(found.advice)
