from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.model.delivery import State
from scheduler.model.record import Scope
from scheduler.service.circuit import note_trouble
from scheduler.service.tidying import LAST_BEAT
from scheduler.service.usefulness import troubles_of_house
from tests.rig import NOON, Rig, claimed, doubtful, on_the_wire, queued

LONG = timedelta(minutes=30)


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def troubles(rig: Rig, *, after: timedelta = LONG, stop_file: bool = False) -> list[str]:
    with rig.store.look() as looking:
        return troubles_of_house(looking, rig.house.settings, NOON + after, stop_file=stop_file)


def paused(rig: Rig, *, asked: timedelta = LONG) -> None:
    with rig.desk.transaction("test") as t:
        note_trouble(t, "demo", "it is away", NOON + asked)


def test_a_post_that_is_due_and_unsent_is_silence_without_a_reason(rig: Rig) -> None:
    row = rig.put(queued(), queued(1))

    assert troubles(rig, after=timedelta(minutes=4)) == []
    assert troubles(rig, after=timedelta(minutes=4, seconds=1)) == [
        f"1 due and unsent without a reason, the first {queued().key}"
    ]
    assert troubles(rig)[0].startswith("2 due and unsent without a reason")
    assert row.account == "demo"


def test_one_that_nobody_froze_counts_as_well(rig: Rig) -> None:
    rig.put(queued(state=State.PLANNED))

    assert len(troubles(rig)) == 1


def test_a_house_with_nothing_due_is_useful(rig: Rig) -> None:
    rig.put(queued(state=State.POSTED), queued(59), doubtful(minute=1), queued(2, state=State.EXPIRED))

    assert troubles(rig) == []


REASONS: dict[str, Callable[[Rig], object]] = {
    "a stop": lambda rig: rig.stop(),
    "a stop of its account": lambda rig: rig.stop(Scope.ACCOUNT, "demo"),
    "a pause after trouble with its network": paused,
    "a rule that lets it wait": lambda rig: rig.put(queued(1, not_before=NOON + LONG)),
    "a post of its account under way": lambda rig: rig.put(on_the_wire(minute=2, lease_until=NOON + LONG)),
}


@pytest.mark.parametrize("reason", REASONS)
def test_a_post_that_waits_for_a_reason_is_no_silence(reason: str, rig: Rig) -> None:
    if reason != "a rule that lets it wait":
        rig.put(queued())
    REASONS[reason](rig)

    assert troubles(rig) == []


def test_a_stop_file_is_a_reason_for_all(rig: Rig) -> None:
    rig.put(queued())

    assert troubles(rig, stop_file=True) == []


@pytest.mark.parametrize("scope", [(Scope.CAMPAIGN, "another"), (Scope.ACCOUNT, "another")])
def test_a_stop_of_something_else_is_none(scope: tuple[Scope, str], rig: Rig) -> None:
    rig.put(queued())
    rig.stop(*scope)

    assert len(troubles(rig)) == 1


def test_a_pause_that_is_long_over_is_none(rig: Rig) -> None:
    rig.put(queued())
    paused(rig, asked=timedelta(minutes=25))

    assert len(troubles(rig)) == 1


@pytest.mark.parametrize("row", [claimed(), on_the_wire()])
def test_a_post_under_way_long_after_its_lease_is_settled_by_nobody(row: object, rig: Rig) -> None:
    assert isinstance(row, type(claimed()))
    rig.put(row)

    assert troubles(rig, after=timedelta(minutes=9)) == []
    assert troubles(rig, after=timedelta(minutes=10)) == [
        f"nobody settles {row.key}, which is {row.state} since its lease ended"
    ]


def test_what_hangs_explains_nothing_of_what_waits_behind_it(rig: Rig) -> None:
    rig.put(claimed(), queued(1))

    assert len(troubles(rig)) == 2


def test_an_alert_that_nobody_hears_is_silence(rig: Rig) -> None:
    with rig.desk.transaction("test") as t:
        t.alert("held", "demo", "look")

    assert troubles(rig, after=timedelta(minutes=4)) == []
    assert troubles(rig) == ["1 alerts could not be told"]


def test_a_clock_that_went_back_is_waited_for(rig: Rig) -> None:
    rig.put(queued())
    with rig.store.write() as writing:
        writing.set_mark(LAST_BEAT, (NOON + 2 * LONG).isoformat())

    assert troubles(rig) == []


def test_networks_that_may_take_longer_are_given_longer(rig: Rig) -> None:
    rig.put(queued())
    rig.house = replace(rig.house, settings=replace(rig.house.settings, deadline=timedelta(minutes=10)))

    assert troubles(rig, after=timedelta(minutes=22)) == []
    assert len(troubles(rig, after=timedelta(minutes=23))) == 1
