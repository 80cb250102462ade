from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from scheduler.model.delivery import Delivery, State
from scheduler.model.house import House
from scheduler.model.schedule import Cron, Every, Late
from scheduler.model.sustain import LATER, Sustain
from scheduler.planner.gathering import Gathered, Horizon, gather, has_slot
from tests.make import a_campaign, a_delivery, a_house, a_schedule, an_account, utc

NOW = utc("2026-11-23 08:00")
MORNING = a_schedule("morning", at=Cron(expression="0 9 * * *"))
EVENING = a_schedule("evening", at=Cron(expression="0 18 * * *"))


def row(nominal: str, state: State = State.PLANNED, **changes: Any) -> Delivery:
    return a_delivery(nominal, **({"state": state, "schedule": "morning"} | changes))


def gathered(
    taken: Sequence[Delivery] = (),
    house: House | None = None,
    *,
    now: str = "2026-11-23 08:00",
    until: str = "2026-11-25 08:00",
    accepted: str = "2026-11-23 08:00",
) -> Gathered:
    horizon = Horizon(now=utc(now), until=utc(until), accepted_at=utc(accepted), began=NOW)
    return gather(house or a_house(schedules=(MORNING,)), taken, horizon)


def open_ones(found: Gathered) -> list[str]:
    return [place.slot.key.nominal for place, _ in found.open]


def kept(found: Gathered) -> list[str]:
    return [place.slot.key.nominal for place, _ in found.kept]


def dropped(found: Gathered) -> list[tuple[str, str]]:
    return [(delivery.key.nominal, reason) for delivery, reason in found.dropped]


def test_every_slot_of_the_horizon_is_open() -> None:
    found = gathered()
    assert open_ones(found) == ["2026-11-23T09:00", "2026-11-24T09:00"]
    assert (found.kept, found.used, found.dropped) == ([], [], [])


def test_a_place_knows_what_decides_it() -> None:
    found = gathered()
    place, delivery = found.open[0]
    assert (place.schedule, place.campaign, place.account) == (MORNING, a_campaign(), an_account())
    assert (place.slot.key.schedule, place.slot.key.account) == ("morning", "demo")
    assert delivery is None


def test_the_end_of_the_horizon_is_included() -> None:
    assert open_ones(gathered(until="2026-11-25 09:00"))[-1] == "2026-11-25T09:00"
    assert open_ones(gathered(until="2026-11-25 08:59:59"))[-1] == "2026-11-24T09:00"


def test_every_account_of_every_schedule_has_its_slots() -> None:
    house = a_house(
        accounts=(an_account("one"), an_account("two")),
        schedules=(
            a_schedule("morning", at=MORNING.at, accounts=("one", "two")),
            a_schedule("evening", at=EVENING.at, accounts=("two",)),
        ),
    )
    found = gathered(house=house, until="2026-11-23 20:00")
    assert [(p.slot.key.schedule, p.account.id) for p, _ in found.open] == [
        ("morning", "one"),
        ("morning", "two"),
        ("evening", "two"),
    ]


def test_what_is_ahead_is_kept_in_its_place() -> None:
    stored = row("2026-11-23T09:00")
    found = gathered([stored])
    assert [(place.slot.key, delivery) for place, delivery in found.kept] == [(stored.key, stored)]
    assert open_ones(found) == ["2026-11-24T09:00"]


def test_a_renamed_schedule_keeps_what_it_had() -> None:
    house = a_house(schedules=(a_schedule("daily", was="morning", at=MORNING.at),))
    assert kept(gathered([row("2026-11-23T09:00")], house)) == ["2026-11-23T09:00"]


def test_what_another_series_has_is_not_this_one_s() -> None:
    house = a_house(
        accounts=(an_account(), an_account("other")),
        campaigns=(a_campaign(), a_campaign("another")),
        schedules=(MORNING, a_schedule("morning", campaign="another", at=MORNING.at, accounts=("other",))),
    )
    found = gathered([row("2026-11-23T09:00", campaign="another", account="other")], house, until="2026-11-23 20:00")
    assert [(p.campaign.id, p.account.id) for p, _ in found.kept] == [("another", "other")]
    assert [(p.campaign.id, p.account.id) for p, _ in found.open] == [("close-the-camps", "demo")]


def test_what_is_withdrawn_is_open_with_its_delivery() -> None:
    stored = row("2026-11-23T09:00", State.WITHDRAWN)
    found = gathered([stored])
    assert [(place.slot.key.nominal, delivery) for place, delivery in found.open] == [
        ("2026-11-23T09:00", stored),
        ("2026-11-24T09:00", None),
    ]


def test_what_is_withdrawn_beyond_the_horizon_stays_away() -> None:
    stored = row("2026-11-25T09:00", State.WITHDRAWN)
    assert open_ones(gathered([stored], until="2026-11-25 08:59:59")) == ["2026-11-23T09:00", "2026-11-24T09:00"]
    assert open_ones(gathered([stored], until="2026-11-25 09:00"))[-1] == "2026-11-25T09:00"


def test_what_is_overdue_since_yesterday_is_kept() -> None:
    found = gathered([row("2026-11-22T09:00")], now="2026-11-23 00:10")
    assert kept(found) == ["2026-11-22T09:00"]
    assert open_ones(found) == ["2026-11-23T09:00", "2026-11-24T09:00"]


def test_what_is_ahead_beyond_a_shorter_horizon_is_kept() -> None:
    found = gathered([row("2026-11-30T09:00")])
    assert kept(found) == ["2026-11-30T09:00"]
    assert open_ones(found) == ["2026-11-23T09:00", "2026-11-24T09:00"]


def test_the_last_day_is_matched_as_a_whole() -> None:
    house = a_house(schedules=(a_schedule("morning", at=Cron(expression="30 9,19 * * *")),))
    stored = [row("2026-11-23T09:00"), row("2026-11-23T19:00")]
    found = gathered(stored, house, until="2026-11-23 12:00")
    assert [f"{place.slot.at:%H:%M}" for place, _ in found.kept] == ["09:30", "19:30"]


def test_what_was_said_yesterday_is_no_matter_today() -> None:
    said_later = row("2026-11-22T10:00", State.POSTED)
    assert open_ones(gathered([said_later]))[0] == "2026-11-23T09:00"


def test_what_was_said_counts_for_its_local_day() -> None:
    every_hour = a_schedule("morning", at=Every(interval=timedelta(hours=1), anchor=NOW), zone="Asia/Tokyo")
    stored = [row(f"2026-11-23T{hour}:00Z", State.POSTED, zone="Asia/Tokyo") for hour in ("08", "14", "15")]
    found = gathered(stored, a_house(schedules=(every_hour,)), now="2026-11-23 15:30", until="2026-11-23 16:00")
    assert open_ones(found) == ["2026-11-23T16:00Z"]


def test_slots_ahead_that_count_as_said_are_told() -> None:
    house = a_house(schedules=(a_schedule("morning", at=Cron(expression="30 9 * * *")),))
    said = row("2026-11-23T09:00", State.POSTED)
    found = gathered([said], house, now="2026-11-23 09:10", accepted="2026-11-23 09:10", until="2026-11-23 09:30")
    assert [(slot.key.nominal, delivery) for slot, delivery in found.used] == [("2026-11-23T09:30", said)]
    later = gathered([said], house, now="2026-11-23 09:30", accepted="2026-11-23 09:10")
    earlier = gathered([said], house, now="2026-11-23 09:10", accepted="2026-11-23 09:10", until="2026-11-23 09:29")
    assert (later.used, earlier.used) == ([], [])


def test_what_the_schedule_no_longer_has_is_dropped() -> None:
    assert dropped(gathered([row("2026-11-23T09:00"), row("2026-11-23T18:00")])) == [
        ("2026-11-23T18:00", "the schedule no longer has 18:00 on Mon 23 Nov")
    ]


def test_a_day_that_the_schedule_no_longer_has_is_dropped_whole() -> None:
    house = a_house(schedules=(a_schedule("morning", at=Cron(expression="0 9 24 11 *")),))
    assert dropped(gathered([row("2026-11-30T09:00")], house)) == [
        ("2026-11-30T09:00", "the schedule no longer has 09:00 on Mon 30 Nov")
    ]


@pytest.mark.parametrize(
    ("stored", "reason"),
    [
        ({"campaign": "gone"}, "there is no campaign gone any more"),
        ({"schedule": "gone"}, "campaign close-the-camps has no schedule gone any more"),
        ({"account": "gone"}, "schedule morning does not speak on gone now"),
    ],
)
def test_what_nothing_stands_for_any_more_is_dropped_with_its_reason(stored: dict[str, Any], reason: str) -> None:
    said = row("2026-11-22T09:00", State.POSTED, **stored)
    assert dropped(gathered([row("2026-11-24T09:00", **stored), said])) == [("2026-11-24T09:00", reason)]


def test_a_schedule_of_the_same_name_in_another_campaign_does_not_stand_for_it() -> None:
    house = a_house(
        campaigns=(a_campaign(), a_campaign("another")), schedules=(a_schedule("morning", campaign="another"),)
    )
    assert dropped(gathered([row("2026-11-24T09:00")], house)) == [
        ("2026-11-24T09:00", "campaign close-the-camps has no schedule morning any more")
    ]


def test_the_late_limit_is_the_schedule_s() -> None:
    late = row("2026-11-23T09:00", due_at=utc("2026-11-23 09:45"))
    for minutes, expected in ((45, ["2026-11-23T09:00"]), (44, [])):
        limit = Late(limit=timedelta(minutes=minutes))
        house = a_house(schedules=(a_schedule("morning", at=MORNING.at, late=limit),))
        assert kept(gathered([late], house, now="2026-11-23 09:50")) == expected


def test_what_a_person_asked_for_and_the_rest_of_a_thread_have_no_slot() -> None:
    assert has_slot(row("2026-11-23T09:00"))
    assert not has_slot(row("2026-11-23T09:00Z", schedule="by-hand"))
    assert not has_slot(row("2026-11-23T09:00", part=2))


def test_what_has_no_slot_is_neither_kept_nor_dropped() -> None:
    apart = [row("2026-11-23T08:30Z", schedule="by-hand"), row("2026-11-23T18:00", part=2)]
    found = gathered(apart)
    assert (found.kept, found.dropped) == ([], [])


def test_a_skipped_hour_at_midnight_hides_nothing() -> None:
    # In Sao Paulo the clocks went from 00:00 to 01:00 on Sunday 4 November 2018.
    late = a_schedule("morning", at=Cron(expression="30 0 * * *"), zone="America/Sao_Paulo")
    found = gathered(
        house=a_house(schedules=(late,)),
        now="2018-11-04 02:00",
        accepted="2018-11-04 02:00",
        until="2018-11-04 12:00",
    )
    assert [(p.slot.key.nominal, p.slot.at) for p, _ in found.open] == [("2018-11-04T00:30", utc("2018-11-04 03:00"))]


@pytest.mark.parametrize("coin", [True, False])
def test_what_the_coin_put_off_stands_when_its_slot_has_passed_also_where_it_is_given_up(*, coin: bool) -> None:
    late = row("2026-11-23T09:00", due_at=utc("2026-11-23 13:00"), why=(f"the 09:00, moved to 13:00: {LATER}",))
    house = a_house(campaigns=(a_campaign(sustain=Sustain(coin=coin)),), schedules=(MORNING,))
    assert kept(gathered([late], house, now="2026-11-23 12:00")) == ["2026-11-23T09:00"]
    no_coin = replace(late, why=("the 09:00",))
    assert kept(gathered([no_coin], house, now="2026-11-23 12:00")) == []


def test_what_is_gone_is_dropped_with_the_reason_of_the_house() -> None:
    extra = row("2026-11-26T21:00", schedule="surge-2026-11-23")
    house = a_house(gone={("close-the-camps", "surge-2026-11-23", "demo"): "declined by user:anna"})
    assert dropped(gathered([extra], house)) == [("2026-11-26T21:00", "declined by user:anna")]
