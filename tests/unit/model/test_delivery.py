from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.model.delivery import AHEAD, OUT, PERHAPS_OUT, SPOKEN, TRANSITIONS, UNFINISHED, State
from scheduler.model.receipt import Receipt
from tests.make import a_delivery, utc

LIFE = """
planned   > queued skipped withdrawn expired
queued    > claimed skipped withdrawn expired held
claimed   > sending queued refused
sending   > posted refused queued in_doubt
in_doubt  > sending posted refused queued held
held      > posted queued withdrawn
posted    > verified vanished deleted
verified  > vanished deleted
vanished  > deleted
withdrawn > planned queued
refused   >
skipped   >
deleted   >
expired   >
"""
"""The life of a delivery as the documents draw it, written down a second time by hand."""


def drawn() -> dict[State, set[State]]:
    steps = [line.split(">") for line in LIFE.strip().splitlines()]
    return {State[start.strip().upper()]: {State[end.upper()] for end in ends.split()} for start, ends in steps}


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("after", State)
def test_a_delivery_goes_only_where_its_life_leads(before: State, after: State) -> None:
    delivery = a_delivery(state=before)
    if after in drawn()[before]:
        assert a_delivery(state=after) == delivery.to(after)
        return
    with pytest.raises(ValueError, match=f"^a delivery does not go from {before} to {after}$"):
        delivery.to(after)


def test_every_state_has_its_place_in_the_life() -> None:
    assert set(TRANSITIONS) == set(State)


def test_what_was_said_is_never_said_again() -> None:
    reached = set(OUT)
    for _ in State:
        reached |= {after for before in reached for after in TRANSITIONS[before]}
    assert reached == OUT


def test_nothing_goes_out_but_over_the_fence_or_by_evidence() -> None:
    assert {before for before in State if TRANSITIONS[before] & OUT} - OUT == PERHAPS_OUT


def test_only_a_claimed_or_a_doubtful_delivery_reaches_the_fence() -> None:
    assert {before for before in State if State.SENDING in TRANSITIONS[before]} == {State.CLAIMED, State.IN_DOUBT}


def test_the_states_are_called_as_people_read_them() -> None:
    assert [state.value for state in State] == [
        "planned",
        "queued",
        "claimed",
        "sending",
        "in doubt",
        "held",
        "posted",
        "verified",
        "vanished",
        "deleted",
        "refused",
        "skipped",
        "withdrawn",
        "expired",
    ]


def test_each_state_is_ahead_on_its_way_perhaps_out_out_or_over() -> None:
    over = {State.REFUSED, State.SKIPPED, State.WITHDRAWN, State.EXPIRED}
    groups = [set(AHEAD), {State.CLAIMED}, set(PERHAPS_OUT), set(OUT), over]
    assert sorted(state for group in groups for state in group) == sorted(State)


def test_what_is_unfinished_and_what_counts_as_spoken() -> None:
    assert set(State) - UNFINISHED == OUT | {State.REFUSED, State.SKIPPED, State.WITHDRAWN, State.EXPIRED}
    assert set(State) - SPOKEN == {State.REFUSED, State.SKIPPED, State.WITHDRAWN, State.EXPIRED}


def test_a_step_can_change_more_than_the_state() -> None:
    claimed = a_delivery(state=State.QUEUED).to(State.CLAIMED, owner="boot me", attempt=2)
    assert claimed == a_delivery(state=State.CLAIMED, owner="boot me", attempt=2)


def test_a_step_leaves_the_delivery_before_it_as_it_was() -> None:
    queued = a_delivery(state=State.QUEUED)
    queued.to(State.CLAIMED)
    assert queued.state is State.QUEUED


def test_its_account_is_the_one_of_its_key() -> None:
    assert a_delivery(account="main-mastodon").account == "main-mastodon"


def test_it_is_ready_when_it_is_due() -> None:
    assert a_delivery(due_at=utc("2026-11-23 09:00")).ready_at == utc("2026-11-23 09:00")


@pytest.mark.parametrize(
    ("delay", "ready"),
    [(timedelta(minutes=-1), "2026-11-23 09:00"), (timedelta(minutes=1), "2026-11-23 09:01")],
    ids=str,
)
def test_a_delay_makes_it_ready_later_and_never_sooner(delay: timedelta, ready: str) -> None:
    due_at = utc("2026-11-23 09:00")
    assert a_delivery(due_at=due_at, not_before=due_at + delay).ready_at == utc(ready)


def test_when_it_went_out_is_what_its_network_says_or_else_the_first_try_or_its_time() -> None:
    row = a_delivery()
    tried = replace(row, first_sent=row.due_at + timedelta(minutes=1))
    receipt = Receipt(remote_id="1", url="https://example.org/1", at=row.due_at + timedelta(minutes=2))
    said = replace(tried, receipt=receipt)
    assert [one.out_at - row.due_at for one in (row, tried, said)] == [timedelta(minutes=n) for n in range(3)]
