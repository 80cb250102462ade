from datetime import date, timedelta

from scheduler.model.campaign import Action, Campaign, Contact, Fact, Kind, Target, Windows
from tests.make import a_fact, utc


def test_these_are_the_things_that_a_reader_can_do() -> None:
    assert [kind.value for kind in Kind] == [
        "petition",
        "donate",
        "embassy",
        "representative",
        "un",
        "company",
        "rally",
        "support",
        "share",
    ]


def test_an_action_needs_no_more_than_its_ask() -> None:
    action = Action(id="a", kind=Kind.SHARE, ask={"en": "Share this."})
    assert (action.link, action.opens, action.until, action.targets, action.was) == (None, None, None, (), None)
    assert (action.name, action.place, action.amount, action.contact) == ({}, {}, {}, Contact())
    assert action.share == 1


def test_a_target_may_have_no_handle_anywhere() -> None:
    target = Target(id="t", name={"en": "The prosecutor"})
    assert (target.on, target.contact) == ({}, Contact(phone=None, email=None, post=None))


def test_a_fact_without_a_limit_is_never_stale() -> None:
    assert a_fact(stale_after=None).stale_at is None


def test_a_fact_is_stale_once_its_time_has_passed_since_the_midnight_of_its_day() -> None:
    fact = a_fact(date=date(2017, 4, 1), stale_after=timedelta(days=400))
    assert fact.stale_at == utc("2018-05-06 00:00")


def test_a_fact_can_be_stale_within_its_day() -> None:
    assert a_fact(date=date(2017, 4, 1), stale_after=timedelta(hours=6)).stale_at == utc("2017-04-01 06:00")


def test_a_fact_that_is_stale_at_once_is_not_a_fact_that_never_is() -> None:
    assert a_fact(date=date(2017, 4, 1), stale_after=timedelta(0)).stale_at == utc("2017-04-01 00:00")


def test_a_campaign_that_says_nothing_of_repeats_has_windows() -> None:
    campaign = Campaign(id="c", name={"en": "C"})
    assert campaign.no_repeat == Windows(
        template=timedelta(hours=48), action=timedelta(hours=20), text=timedelta(days=14)
    )


def test_a_campaign_needs_no_more_than_its_name() -> None:
    campaign = Campaign(id="c", name={"en": "C"})
    assert (campaign.language, campaign.hashtags, campaign.counts_from) == ("en", {}, None)
    assert (campaign.targets, campaign.actions, campaign.facts, campaign.never_say) == ((), (), (), ())
    assert not campaign.paused


def test_two_campaigns_do_not_share_what_they_were_not_given() -> None:
    first, second = (Campaign(id=name, name={"en": name}) for name in "ab")
    assert first.hashtags is not second.hashtags


def test_a_fact_is_what_was_said_where_and_when() -> None:
    fact = Fact(id="f", text={"en": "t"}, source="https://example.org", date=date(2017, 4, 1))
    assert fact.stale_after is None
