from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.attention.evidence import Toss
from scheduler.attention.meter import State
from scheduler.errors import NoSuchThing
from scheduler.model.count import HOUR, Bin
from scheduler.model.money import Booking, Purpose
from scheduler.model.record import Scope
from scheduler.model.surge import Followed
from scheduler.model.watch import Origin, Watch
from scheduler.model.watch import Watched as Source
from scheduler.service.looking_back import LookingBack
from tests.hindsight import SINCE, SURGES, Hindsight, counts
from tests.make import CAMPAIGN, a_campaign, a_delivery, a_house, a_schedule
from tests.rig import NOON

ONSETS = sorted(SURGES)


@pytest.fixture
def past(tmp_path: Path) -> Hindsight:
    return Hindsight(tmp_path)


def test_an_empty_store_has_a_report_that_says_so(past: Hindsight) -> None:
    found = past.report()
    assert (found.watched, found.surges, found.said, found.matters, found.costs, found.card) == (
        (),
        (),
        (),
        (),
        (),
        None,
    )
    assert (found.loudest, found.latest, found.earlier) == (None, None, ())
    assert [(one.account, one.today, one.this_week) for one in found.allowances] == [("demo", 0, 0)]


def test_counts_are_measured_again_and_told_of_the_period_alone(past: Hindsight) -> None:
    past.count()
    [watched] = past.report().watched
    assert watched.source == "tags"
    assert watched.measures[0].at == SINCE
    assert watched.measures[-1].at == NOON - HOUR
    assert watched.measures[0].expected is not None, "what came before the period says what is usual in it"
    assert sum(measure.count is None for measure in watched.measures) == 6
    assert watched.newest == watched.measures[-1]


def test_sources_are_never_added_up_and_the_loudest_comes_first(past: Hindsight) -> None:
    quiet = [Bin(one.at, 20) for one in counts()]
    past.count("a quiet one", quiet)
    past.count("a loud one")
    found = past.report()
    assert [watched.source for watched in found.watched] == ["a loud one", "a quiet one"]
    assert found.watched[1].newest is not None
    assert found.watched[1].newest.state is State.QUIET
    assert found.watched[1].measures[-1].count == 20


def test_a_source_that_fell_silent_shows_its_last_count(past: Hindsight) -> None:
    past.count(bins=counts()[:48])
    [watched] = past.report().watched
    assert watched.measures == ()
    assert watched.newest is not None
    assert watched.newest.at < SINCE


def test_surges_are_found_in_the_counts_though_nobody_kept_them(past: Hindsight) -> None:
    past.count()
    found = past.report().surges
    assert [round((one.course.surge.onset - onset) / HOUR) < 12 for one, onset in zip(found, ONSETS, strict=True)]
    assert [one.followed for one in found] == [Followed.NONE, Followed.NONE]
    assert found[0].course.known > found[1].course.known > 100
    assert found[0].course.above > 48


def test_a_surge_that_was_kept_is_told_once_with_what_was_added_and_by_whom(past: Hindsight) -> None:
    past.count()
    past.count("another")
    past.surge()
    found = past.report().surges
    assert len(found) == 2
    assert (found[1].followed, found[1].who) == (Followed.TAKEN, "user:anna")
    assert found[1].whys == ("2026-11-23 12:00, demo: day 3 of the follow-up",)


def test_a_surge_of_which_no_count_is_left_is_still_told(past: Hindsight) -> None:
    past.count()
    past.surge()
    past.count(bins=[Bin(one.at, None) for one in counts()])
    [only] = past.report().surges
    assert (only.course.known, only.course.shares) == (0, ())


def test_what_is_no_post_of_this_campaign_is_not_told(past: Hindsight) -> None:
    past.house = a_house(campaigns=(a_campaign(), a_campaign("other")))
    other = past.put(a_delivery(campaign="other"))
    past.happen("delivery.refused", "no", other)
    first, second = LookingBack(past.desk, lambda: past.house).report(SINCE)
    assert first.matters == ()
    assert [one.why for one in second.matters] == ["no"]


def test_the_record_is_told_by_what_a_committee_asks(past: Hindsight) -> None:
    row = past.post(NOON - timedelta(hours=3))
    for event in ("delivery.claimed", "delivery.held", "delivery.refused", "delivery.moved", "attention.surge"):
        past.happen(event, f"why {event}", row)
    past.happen("stop.set", "rest", scope="account", subject="demo")
    past.happen("stop.set", "rest", scope="all", subject="")
    past.happen("delivery.expired", "long ago", row, at=SINCE - HOUR)
    found = past.report()
    assert [one.what for one in found.matters] == ["delivery.held", "delivery.refused"]
    assert (found.matters[0].about, found.matters[0].account, found.matters[0].who) == (
        row.key.short,
        "demo",
        "user:anna",
    )
    assert [one.what for one in found.changes] == ["delivery.moved", "attention.surge"]
    assert [one.about for one in found.stopping] == ["demo", "all"]


def test_a_long_record_is_told_whole(past: Hindsight) -> None:
    row = past.post(NOON - timedelta(hours=3))
    for _ in range(501):
        past.happen("delivery.held", "doubt", row)
    assert len(past.report().matters) == 501


def test_stops_that_stand_are_told_where_they_concern_the_campaign(past: Hindsight) -> None:
    past.stop(Scope.ACCOUNT, "demo")
    past.stop(Scope.ACCOUNT, "a stranger")
    past.stop(Scope.POST, f"{CAMPAIGN}/daily/2026-11-23T09:00/demo/1")
    past.stop(Scope.ALL)
    assert sorted(one.scope for one in past.report().stops) == [Scope.ACCOUNT, Scope.ALL, Scope.POST]


def test_limits_count_the_posts_of_the_local_day_and_week(past: Hindsight) -> None:
    for hours in (1, 2, 13, 40):  # NOON is a Monday
        past.post(NOON - timedelta(hours=hours))
    [found] = past.report().allowances
    assert (found.today, found.this_week, found.limits.per_day) == (2, 2, 6)


def test_costs_are_told_by_month_and_purpose(past: Hindsight) -> None:
    with past.store.write() as writing:
        for account, purpose in (("demo", Purpose.POSTING), ("demo", Purpose.READING), ("a stranger", Purpose.POSTING)):
            writing.book(Booking(account=account, at=NOON, purpose=purpose, what="post", millionths=5000))
    found = past.report().costs
    assert [(one.account, one.month, str(one.purpose), one.millionths) for one in found] == [
        ("demo", "2026-11", "posting", 5000),
        ("demo", "2026-11", "reading", 5000),
    ]


def test_the_card_is_made_of_the_tosses_that_are_given(past: Hindsight) -> None:
    past.tosses = [Toss(on_time=True, volume=1.0), Toss(on_time=False, volume=1.0)]
    found = past.report().card
    assert found is not None
    assert (found.on_time, found.later) == (1, 1)


def test_an_account_that_left_the_files_is_still_told_of(past: Hindsight) -> None:
    past.post(NOON - timedelta(hours=3))
    past.house = replace(past.house, accounts=(), schedules=(a_schedule(accounts=()),))
    found = past.report()
    assert [one.network for one in found.said] == ["unknown"]
    assert found.allowances == ()


def test_one_campaign_can_be_asked_for(past: Hindsight) -> None:
    looking = LookingBack(past.desk, lambda: past.house)
    assert [one.campaign.id for one in looking.report(SINCE, CAMPAIGN)] == [CAMPAIGN]
    with pytest.raises(NoSuchThing):
        looking.report(SINCE, "unknown")


def test_an_entry_that_names_another_campaign_is_not_told(past: Hindsight) -> None:
    past.happen("attention.surge", "ours", campaign=CAMPAIGN)
    past.happen("attention.surge", "theirs", campaign="other")
    assert [one.why for one in past.report().changes] == ["ours"]


def test_a_source_that_counts_by_days_is_told_as_one(past: Hindsight) -> None:
    past.count(bins=[Bin(one.at, 240) for one in counts()[:-24] if one.at.hour == 0])
    [watched] = past.report().watched
    assert watched.by_day
    assert {measure.count for measure in watched.measures} == {10}


def test_what_becomes_of_our_own_posts_is_shown_and_says_nothing_of_the_topic(past: Hindsight) -> None:
    echo = Source(id="own", origin=Origin.OWN)
    past.house = a_house(campaigns=(a_campaign(watch=Watch(sources=(echo,))),))
    past.count("own")
    found = past.report()
    assert [(one.source, one.echo) for one in found.watched] == [("own", True)]
    assert (found.loudest, found.surges) == (None, ())
    past.count("tags", [Bin(one.at, 20) for one in counts()])
    assert [one.source for one in past.report().watched] == ["tags", "own"]
