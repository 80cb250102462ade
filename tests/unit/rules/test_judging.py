from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from scheduler.model.account import AcceptedRisk, Account, Limits, Quiet
from scheduler.model.campaign import Campaign, Link, Windows
from scheduler.model.delivery import Delivery
from scheduler.model.house import House
from scheduler.model.ledger import Ledger
from scheduler.model.post import Candidate, Post, Verdict
from scheduler.rules.judging import ALL_RULES, judge_candidate, judge_post, judge_sending, judge_slot
from tests.make import (
    a_campaign,
    a_candidate,
    a_delivery,
    a_fact,
    a_house,
    a_post,
    a_slot,
    a_template,
    a_text_rule,
    an_account,
    an_action,
    local,
)

SLOT = a_slot("2026-11-23T09:00")
PUBLIC = a_text_rule("mastodon", public=True)
NEVER_SEEN = Link(url="https://example.org", verified=None)
UNVERIFIED = an_action(link=NEVER_SEEN)


def limited(**limits: Any) -> Account:
    return an_account(limits=Limits(**({"gap": timedelta(0)} | limits)))


def rule_at_slot(account: Account, campaign: Campaign | None = None, *, after: datetime | None = None) -> str:
    ledger = Ledger.of([a_delivery(due_at=after)] if after else [])
    return judge_slot(SLOT, SLOT.at, account, campaign or a_campaign(), ledger).rule


def test_a_slot_that_nothing_speaks_against_is_allowed() -> None:
    assert judge_slot(SLOT, SLOT.at, an_account(), a_campaign(), Ledger()) == Verdict(
        allowed=True, rule="all", reason="no rule speaks against it"
    )


def test_a_paused_campaign_says_nothing() -> None:
    assert judge_slot(SLOT, SLOT.at, an_account(), a_campaign("camps", paused=True), Ledger()) == Verdict(
        allowed=False, rule="paused", reason="campaign camps is paused", about="slot"
    )


def test_a_slot_is_judged_by_every_rule_of_spacing() -> None:
    before = SLOT.at - timedelta(minutes=1)
    assert rule_at_slot(limited(quiet=Quiet(start=time(8), end=time(10)))) == "quiet"
    assert rule_at_slot(limited(gap=timedelta(hours=1)), after=before) == "gap"
    assert rule_at_slot(limited(per_day=1), after=before) == "per-day"
    assert rule_at_slot(limited(per_day=2, per_week=1), after=before) == "per-week"


def test_a_slot_is_judged_where_it_is_due_and_not_where_it_was() -> None:
    account = limited(quiet=Quiet(start=time(8), end=time(10)))
    assert judge_slot(SLOT, local("2026-11-23 10:00"), account, a_campaign(), Ledger()).allowed


def test_a_slot_is_judged_in_its_own_zone() -> None:
    account = limited(quiet=Quiet(start=time(8), end=time(10)))
    in_moscow = a_slot("2026-11-23T09:00", zone="Europe/Moscow")
    assert judge_slot(in_moscow, in_moscow.at, account, a_campaign(), Ledger()).rule == "quiet"


def judged(candidate: Candidate, ledger: Ledger | None = None, campaign: Campaign | None = None) -> Verdict:
    return judge_candidate(SLOT, SLOT.at, candidate, an_account(), campaign or a_campaign(), ledger or Ledger(), PUBLIC)


def test_a_candidate_that_nothing_speaks_against_is_allowed() -> None:
    assert judged(a_candidate()).allowed
    assert judged(a_candidate(fact=a_fact())).allowed


def test_a_candidate_is_judged_by_its_action() -> None:
    assert judged(a_candidate(action=an_action(until=SLOT.at))).rule == "ended"
    assert judged(a_candidate(action=an_action(opens=SLOT.at + timedelta(hours=1)))).rule == "opens"
    assert judged(a_candidate(action=UNVERIFIED)).rule == "unverified-link"


def test_a_candidate_is_judged_by_what_was_said() -> None:
    said = Ledger.of([a_delivery("2026-11-23T08:00")])
    assert judged(a_candidate(), said).rule == "action-repeat"
    assert judged(a_candidate(action=an_action("another")), said).rule == "template-repeat"
    assert judged(a_candidate(action=an_action("another"), template=a_template("another")), said).allowed


def test_a_candidate_is_judged_by_its_fact() -> None:
    assert judged(a_candidate(fact=a_fact(date=date(2026, 11, 24)))).rule == "future-fact"
    assert judged(a_candidate(fact=a_fact(stale_after=timedelta(days=1)))).rule == "stale-fact"


def test_a_candidate_s_reason_speaks_the_slot_s_zone() -> None:
    slot = a_slot("2026-11-23T09:00", zone="Europe/Moscow")
    over = a_candidate(action=an_action("rally", until=slot.at), fact=a_fact(date=date(2026, 11, 24)))
    verdict = judge_candidate(slot, slot.at, over, an_account(), a_campaign(), Ledger(), PUBLIC)
    assert verdict.reason == "action rally ended at 09:00 on 23 Nov 2026"


def test_a_fact_s_day_is_that_of_the_slot_s_zone() -> None:
    slot = a_slot("2026-11-24T01:00", zone="Europe/Moscow")
    tomorrow = a_candidate(fact=a_fact(date=date(2026, 11, 24)))
    assert judge_candidate(slot, slot.at, tomorrow, an_account(), a_campaign(), Ledger(), PUBLIC).allowed


def judged_post(post: Post, ledger: Ledger) -> Verdict:
    x = a_text_rule("x", public=True, may_tag=False)
    return judge_post(SLOT, SLOT.at, a_candidate(), post, an_account(), a_campaign(), ledger, x)


def test_a_post_that_is_allowed_comes_with_the_verdict() -> None:
    assert judged_post(a_post(), Ledger()) == Verdict(
        allowed=True, rule="all", reason="no rule speaks against it", post=a_post()
    )


def test_a_post_is_judged_by_its_tags_and_its_text() -> None:
    assert judged_post(a_post(tagged=("official",)), Ledger()).rule == "tag-officials"
    refused = judged_post(a_post(), Ledger.of([a_delivery("2026-11-22T09:00")]))
    assert refused.rule == "text-repeat"
    assert refused.post is None


def test_an_accepted_risk_is_counted_by_the_days_of_the_slot_s_zone() -> None:
    slot = a_slot("2026-11-23T21:00", zone="America/New_York")
    bold = an_account(accepted=(AcceptedRisk(rule="tag-officials", who="Anna", why="The law allows it."),))
    tagging = a_post(tagged=("official",))
    said = Ledger.of([a_delivery("2026-11-23T09:00", zone="America/New_York", post=tagging)])
    x = a_text_rule("x", public=True, may_tag=False)
    verdict = judge_post(slot, slot.at, a_candidate(), tagging, bold, a_campaign(), said, x)
    assert verdict.reason == "a post on Mon 23 Nov tags an official already; the accepted risk is one a day"


ROW = a_delivery("2026-11-23T09:00")


def at_sending(
    row: Delivery = ROW,
    house: House | None = None,
    account: Account | None = None,
    said: Ledger | None = None,
    now: datetime = SLOT.at,
) -> Verdict:
    return judge_sending(row, now, house or a_house(), account or an_account(), said or Ledger(), PUBLIC)


def with_campaign(**changes: Any) -> House:
    return a_house(campaigns=(a_campaign(**changes),))


def test_a_post_goes_out_where_nothing_speaks_against_it() -> None:
    assert at_sending().allowed
    assert at_sending(a_delivery(fact="first-report"), with_campaign(facts=(a_fact(),))).allowed


def test_what_was_said_lately_does_not_stop_a_send() -> None:
    said = Ledger.of([a_delivery("2026-11-23T08:00")])
    assert at_sending(said=said).allowed
    assert not judge_candidate(SLOT, SLOT.at, a_candidate(), an_account(), a_campaign(), said, PUBLIC).allowed


@pytest.mark.parametrize(
    ("house", "words"),
    [
        (a_house(campaigns=()), "there is no campaign 'close-the-camps'; known: none"),
        (with_campaign(actions=()), "there is no action 'amnesty-petition'; known: none"),
        (with_campaign(), "there is no fact 'first-report'; known: none"),
    ],
)
def test_what_left_the_files_is_not_sent(house: House, words: str) -> None:
    assert at_sending(a_delivery(fact="first-report"), house) == Verdict(
        allowed=False, rule="gone", reason=words, about="text"
    )


def test_a_send_is_vetoed_by_what_changed_since_it_was_planned() -> None:
    stale = a_fact(stale_after=timedelta(days=1))
    assert at_sending(house=with_campaign(paused=True)).rule == "paused"
    assert at_sending(house=with_campaign(actions=(an_action(until=SLOT.at),))).rule == "ended"
    assert at_sending(house=with_campaign(actions=(UNVERIFIED,))).rule == "unverified-link"
    assert at_sending(a_delivery(fact="first-report"), with_campaign(facts=(stale,))).rule == "stale-fact"


def test_a_send_is_judged_now_and_not_when_it_was_due() -> None:
    house = with_campaign(actions=(an_action(until=SLOT.at + timedelta(minutes=30)),))
    assert at_sending(house=house).allowed
    assert at_sending(house=house, now=SLOT.at + timedelta(minutes=30)).rule == "ended"


def test_a_send_keeps_the_spacing_to_what_went_out() -> None:
    minutes_ago = Ledger.of([a_delivery(due_at=SLOT.at - timedelta(minutes=20))])
    verdict = at_sending(account=limited(gap=timedelta(hours=1)), said=minutes_ago)
    assert (verdict.rule, verdict.not_before) == ("gap", SLOT.at + timedelta(minutes=40))
    assert at_sending(account=limited(quiet=Quiet(start=time(8), end=time(10)))).rule == "quiet"
    assert at_sending(account=limited(per_day=1), said=minutes_ago).rule == "per-day"
    assert at_sending(account=limited(per_week=1), said=minutes_ago).rule == "per-week"


def test_a_send_is_judged_in_the_zone_of_its_schedule() -> None:
    row = a_delivery("2026-11-23T09:00", zone="Europe/Moscow")
    account = limited(quiet=Quiet(start=time(8), end=time(10)))
    assert at_sending(row, account=account, now=row.due_at).rule == "quiet"
    ended = with_campaign(actions=(an_action(until=row.due_at),))
    assert "ended at 09:00 on" in at_sending(row, ended, now=row.due_at).reason
    early = a_delivery("2026-11-24T01:00", zone="Europe/Moscow", fact="first-report")
    dated = with_campaign(facts=(a_fact(date=date(2026, 11, 24)),))
    assert at_sending(early, dated, now=early.due_at).allowed


def test_the_rest_of_a_thread_passes_over_the_spacing() -> None:
    minutes_ago = Ledger.of([a_delivery(due_at=SLOT.at - timedelta(minutes=1))])
    account = limited(gap=timedelta(hours=1))
    assert at_sending(a_delivery(part=2), account=account, said=minutes_ago).allowed
    assert not at_sending(a_delivery(part=1), account=account, said=minutes_ago).allowed


def test_a_campaign_s_own_windows_are_used() -> None:
    said = Ledger.of([a_delivery("2026-11-23T08:00")])
    none = a_campaign(no_repeat=Windows(template=timedelta(0), action=timedelta(0), text=timedelta(0)))
    assert judged(a_candidate(), said, none).allowed


def test_every_rule_is_explained_in_a_sentence() -> None:
    assert set(ALL_RULES) == {
        "paused", "quiet", "gap", "per-day", "per-week", "opens", "ended", "unverified-link", "action-repeat",
        "template-repeat", "share", "future-fact", "stale-fact", "tag-officials", "text-repeat", "budget",
        "said-elsewhere", "gone", "follow-up",
    }  # fmt: skip
    for sentence in ALL_RULES.values():
        assert sentence.endswith(".")
        assert sentence[0].isupper()
