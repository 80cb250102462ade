from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest

from scheduler.attention.evidence import Card, Verdict, is_on_time
from scheduler.model.account import Limits, Quiet
from scheduler.model.campaign import Windows
from scheduler.model.count import HOUR, Bin
from scheduler.model.delivery import Delivery, State
from scheduler.model.house import House, Settings
from scheduler.model.schedule import Cron, Demonstration
from scheduler.model.slot import Slot
from scheduler.model.surge import Followed
from scheduler.model.sustain import LATER, ON_TIME, Mode, Sustain, tossed
from scheduler.model.watch import Origin, Watch, Watched
from scheduler.service.accepting import Current
from scheduler.service.follow_ups import extras_for, with_follow_ups
from scheduler.service.planning import Planning
from scheduler.service.tossing import coins, evidence, passed_over
from tests.make import a_campaign, a_delivery, a_house, a_schedule, a_slot, an_account, utc
from tests.rig import NOON, Rig
from tests.surging import a_kept_surge

COIN = Sustain(mode=Mode.AUTO, coin=True)
HOUSE = a_house(
    accounts=(an_account(limits=Limits(gap=timedelta(hours=1))),),
    campaigns=(a_campaign(sustain=COIN, no_repeat=Windows(template=HOUR, action=HOUR, text=HOUR)),),
    schedules=(a_schedule(at=Cron(expression="0 9,18 * * *")),),
    settings=Settings(horizon=timedelta(days=6)),
)
ONCE_A_DAY = replace(HOUSE, schedules=(a_schedule(at=Cron(expression="0 9 * * *")),))
SLOTS = [a_slot(f"2026-11-{day}T09:00") for day in range(24, 30)]
LATE = next(slot for slot in SLOTS if not is_on_time(str(slot.key)))
EARLY = next(slot for slot in SLOTS if is_on_time(str(slot.key)))


def toss(slot: Slot, house: House = HOUSE) -> tuple[timedelta, str]:
    return coins(house, [])(slot)


def test_the_coin_is_that_of_the_key_and_says_so_on_both_sides() -> None:
    assert toss(LATE) == (timedelta(hours=4), LATER)
    assert toss(EARLY) == (timedelta(0), ON_TIME)


def quiet(start: int, end: int) -> House:
    limits = Limits(gap=timedelta(0), quiet=Quiet(start=time(start), end=time(end)))
    return replace(HOUSE, accounts=(an_account(limits=limits),))


@pytest.mark.parametrize(
    "house",
    [
        replace(HOUSE, campaigns=(a_campaign(),)),
        quiet(13, 14),
        quiet(8, 10),
        replace(HOUSE, schedules=(a_schedule(at=Cron(expression="0 9,13 * * *")),)),
        replace(HOUSE, schedules=(a_schedule(at=Cron(expression="30 5 * * *")), a_schedule("b"))),
    ],
    ids=["no coin", "quiet later", "quiet now", "another slot then", "another slot four hours before"],
)
def test_where_a_rule_could_take_one_side_no_coin_is_tossed(house: House) -> None:
    assert [toss(slot, house) for slot in (LATE, EARLY)] == [(timedelta(0), "")] * 2


def test_a_slot_stays_on_its_day() -> None:
    house = replace(HOUSE, schedules=(a_schedule(at=Cron(expression="0 21 * * *")),))
    assert {toss(a_slot(f"2026-11-{day}T21:00"), house) for day in range(10, 30)} == {(timedelta(0), "")}


def test_in_the_days_of_a_follow_up_no_coin_is_tossed() -> None:
    kept = a_kept_surge()
    house = ONCE_A_DAY
    kept = replace(kept, extras=extras_for(house, kept, None), followed=Followed.TAKEN)
    defer = coins(with_follow_ups(house, [kept]), [kept])
    during = [a_slot(f"2026-11-{day}T09:00") for day in range(23, 30)]
    assert {defer(slot) for slot in during} == {(timedelta(0), "")}
    assert defer(a_slot("2026-12-10T09:00")) != (timedelta(0), "")
    declined = replace(kept, followed=Followed.DECLINED)
    assert defer(during[0]) != coins(house, [declined])(during[0])


def test_the_plan_moves_the_slot_says_why_and_keeps_it_when_its_own_time_has_passed(tmp_path: Path) -> None:
    rig = Rig(tmp_path, house=HOUSE)
    planning = Planning(rig.desk, rig.channels.get)
    current = _current(HOUSE)
    planning.apply(current)
    [row] = [row for row in _rows(rig) if row.key == LATE.key]
    assert row.due_at == LATE.at + timedelta(hours=4)
    assert row.send_by == row.due_at + timedelta(hours=2)
    assert row.why[0].endswith(f"moved to 13:00 on {LATE.at:%a} {LATE.at.day} Nov: {LATER}")
    assert planning.apply(current).nothing

    rig.clock.advance(LATE.at + timedelta(hours=3) - rig.clock.now())
    found = planning.look(current).changes
    assert LATE.key not in {change.before.key for change in (*found.withdraw, *found.move)}


def test_where_the_coin_is_given_up_what_it_had_put_off_today_still_goes_out(tmp_path: Path) -> None:
    rig = Rig(tmp_path, house=HOUSE)
    planning = Planning(rig.desk, rig.channels.get)
    planning.apply(_current(HOUSE))
    rig.clock.advance(LATE.at + timedelta(hours=3) - rig.clock.now())
    without = replace(HOUSE, campaigns=(replace(HOUSE.campaigns[0], sustain=Sustain()),))
    found = planning.look(replace(_current(without), number=2, accepted_at=rig.clock.now())).changes
    assert LATE.key in {row.key for row in found.keep}


def test_a_coin_that_is_given_up_or_taken_up_is_noted_on_both_its_sides(tmp_path: Path) -> None:
    """Else those that it moves would be evidence and the others not: the days after a surge would decide."""
    rig = Rig(tmp_path, house=HOUSE)
    planning = Planning(rig.desk, rig.channels.get)
    planning.apply(_current(HOUSE))
    assert {tossed(row.why) for row in _rows(rig)} == {LATER, ON_TIME}
    kept = replace(a_kept_surge(), extras=extras_for(ONCE_A_DAY, a_kept_surge(), None), followed=Followed.TAKEN)
    with rig.store.write() as writing:
        writing.keep_surge(kept)
    planning.apply(_current(HOUSE))
    assert {tossed(row.why) for row in _rows(rig)} == {""}
    assert "its slot coin is given up" in _moves(rig)

    with rig.store.write() as writing:
        writing.keep_surge(replace(kept, followed=Followed.DECLINED))
    planning.apply(_current(HOUSE))
    ahead = [row for row in _rows(rig) if row.state is State.PLANNED]
    assert {tossed(row.why) for row in ahead} == {LATER, ON_TIME}
    assert ON_TIME in _moves(rig)
    assert planning.apply(_current(HOUSE)).nothing


def test_a_demonstration_is_shown_at_once() -> None:
    shown = a_schedule("shown", at=Demonstration(after=(timedelta(minutes=1),)))
    house = replace(HOUSE, schedules=(*HOUSE.schedules, shown))
    found = {toss(a_slot(f"2026-11-{day}T07:00", schedule="shown"), house) for day in range(10, 30)}
    assert found == {(timedelta(0), "")}


def _current(house: House) -> Current:
    return Current(number=1, accepted_at=NOON, digest="", house=house)


def _moves(rig: Rig) -> set[str]:
    return {entry.why for entry, _ in rig.happened if entry.event == "delivery.moved"}


def _rows(rig: Rig) -> list[Delivery]:
    with rig.store.look() as looking:
        return looking.deliveries()


def said(day: int, **changes: object) -> Delivery:
    slot = a_slot(f"2026-{10 + day // 30}-{day % 30 + 1:02}T09:00")
    on_time = is_on_time(str(slot.key))
    why = (f"the 09:00, {ON_TIME if on_time else LATER}", "…")
    row = a_delivery(slot.key.nominal, state=State.POSTED, why=why)
    return replace(row, due_at=slot.at if on_time else slot.at + timedelta(hours=4), **changes)  # type: ignore[arg-type]


def card_of(rig: Rig, *rows: Delivery, factor: int = 3) -> Card:
    """The topic says three times the usual after a post that was on time."""
    rig.put(*rows)
    loud = {d.due_at for d in rows if ON_TIME in "".join(d.why)}
    start = utc("2026-09-01 00:00")
    bins = [
        Bin(at, 20 + at.day % 5 + (40 * (factor - 1) if any(at - n * HOUR in loud for n in range(4)) else 0))
        for at in (start + n * HOUR for n in range(24 * 100))
    ]
    with rig.store.write() as writing:
        writing.keep_counts("close-the-camps", "mastodon", bins)
        writing.keep_counts("close-the-camps", "small", bins[:5])
    with rig.store.look() as looking:
        return evidence(looking, "close-the-camps", utc("2026-12-01 00:00"))


def test_with_few_posts_it_is_too_early_to_say(tmp_path: Path) -> None:
    found = card_of(Rig(tmp_path), *map(said, range(20)))
    assert (found.verdict, found.on_time + found.later) == (Verdict.TOO_EARLY, 20)


def test_enough_posts_and_a_real_difference_are_because(tmp_path: Path) -> None:
    found = card_of(Rig(tmp_path), *map(said, range(60)))
    assert found.verdict is Verdict.BECAUSE
    assert found.difference > 1


def test_what_was_not_tossed_or_moved_by_hand_or_not_heard_is_left_out(tmp_path: Path) -> None:
    rows = [said(1), said(2, why=("the 09:00",)), said(3, moved_by="user:anna"), said(4, why=())]
    far = replace(said(5), key=replace(said(5).key, nominal="2026-08-01T09:00"))
    found = card_of(Rig(tmp_path), *rows, far)
    assert found.on_time + found.later == 1


def test_without_counts_nothing_is_said(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    rig.put(said(1))
    with rig.store.look() as looking:
        assert evidence(looking, "close-the-camps", NOON).on_time == 0


def test_of_the_sources_the_one_that_knows_these_hours_is_asked_and_never_our_own_posts(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    card_of(rig, *map(said, range(60)))
    start = utc("2026-09-01 00:00")
    with rig.store.write() as writing:
        daily = [Bin(start + n * 24 * HOUR, 90_000) for n in range(100)]
        writing.keep_counts("close-the-camps", "views", daily)
        writing.keep_counts("close-the-camps", "own", [Bin(start + n * HOUR, 500 + n % 7) for n in range(2400)])
    with rig.store.look() as looking:
        now = utc("2026-12-01 00:00")
        assert evidence(looking, "close-the-camps", now, {"own"}).verdict is Verdict.BECAUSE
        assert evidence(looking, "close-the-camps", now).verdict is not Verdict.BECAUSE


def test_a_source_that_left_the_file_is_no_evidence_for_it_may_have_counted_our_own_posts(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    with rig.store.write() as writing:
        for name in ("talk", "own", "views", "gone"):
            writing.keep_counts("close-the-camps", name, [Bin(NOON, 5)])
    sources = (
        Watched(id="talk", origin=Origin.MASTODON),
        Watched(id="own", origin=Origin.OWN),
        Watched(id="views", origin=Origin.WIKIPEDIA, daily=True),
    )
    with rig.store.look() as looking:
        assert passed_over(looking, a_campaign(watch=Watch(sources=sources))) == {"own", "views", "gone"}
