"""The rules put in order: what a slot, a candidate, a finished post and a send are judged by."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from scheduler.errors import NoSuchThing
from scheduler.model.account import Account
from scheduler.model.campaign import Action, Campaign, Fact
from scheduler.model.delivery import Delivery
from scheduler.model.house import House
from scheduler.model.ledger import Ledger
from scheduler.model.post import Candidate, Post, Verdict
from scheduler.model.slot import Slot
from scheduler.model.text_rule import TextRule
from scheduler.rules.asks import judge_ask, judge_fact
from scheduler.rules.links import has_verified_link
from scheduler.rules.repeats import is_fresh_action, is_fresh_template, is_fresh_text
from scheduler.rules.spacing import keeps_day_cap, keeps_gap, keeps_quiet, keeps_week_cap
from scheduler.rules.spending import keeps_budget
from scheduler.rules.tags import may_tag
from scheduler.rules.verdicts import FINE, first_refusal, refusal

ALL_RULES = {
    "paused": "A paused campaign says nothing.",
    "quiet": "Nothing is said in an account's quiet hours; a post that falls into them waits until they end.",
    "gap": "Two posts of one account are at least its gap apart; a post that comes too soon waits.",
    "per-day": "One account has at most so many posts on a local day.",
    "per-week": "One account has at most so many posts in a week from Monday to Sunday.",
    "follow-up": "What is said after a surge takes no steady post's place under the account's caps and gap.",
    "opens": "An action is not said before it opens.",
    "ended": "An action is not said once it has ended.",
    "unverified-link": "A public network never carries a link that no person has looked at for its action.",
    "action-repeat": "One account does not say the same action again within the campaign's window.",
    "template-repeat": "One account does not use the same template again within the campaign's window.",
    "share": "Where a campaign learns from its readings, no template has more than a quarter of an account's week.",
    "future-fact": "A fact is not said before its day.",
    "stale-fact": "A fact is not said once it has gone stale.",
    "tag-officials": "Where a network forbids automated posts to tag people, officials are named without @; "
    "an accepted risk allows one a post and one a day.",
    "text-repeat": "One account does not say the very same text again within the campaign's window.",
    "said-elsewhere": "Where a network forbids it, two of its accounts do not say the very same text within the "
    "campaign's window.",
    "budget": "What a network charges for is not said beyond the account's budget for the calendar month.",
    "gone": "What was taken out of the files is not said.",
}
"""Every rule that a verdict can name, in the order of asking, with what it forbids."""


def judge_slot(slot: Slot, due_at: datetime, account: Account, campaign: Campaign, ledger: Ledger) -> Verdict:
    """May anything be said then?"""
    verdict = _runs(campaign)
    return first_refusal(_spacing(account, due_at, slot.zone, ledger)) if verdict.allowed else verdict


def _spacing(account: Account, at: datetime, zone: str, ledger: Ledger) -> Iterator[Verdict]:
    yield keeps_quiet(account, at, zone)
    yield keeps_gap(account, at, zone, ledger)
    yield keeps_day_cap(account, at, zone, ledger)
    yield keeps_week_cap(account, at, zone, ledger)


def judge_candidate(
    slot: Slot,
    due_at: datetime,
    candidate: Candidate,
    account: Account,
    campaign: Campaign,
    ledger: Ledger,
    rule: TextRule,
) -> Verdict:
    """May this be said then? Asked before there is a text."""
    return first_refusal(_of_candidate(candidate, account, campaign, due_at, slot.zone, ledger, rule))


def _of_candidate(
    candidate: Candidate,
    account: Account,
    campaign: Campaign,
    at: datetime,
    zone: str,
    ledger: Ledger,
    rule: TextRule,
) -> Iterator[Verdict]:
    yield judge_ask(candidate.action, at, zone)
    yield has_verified_link(candidate.action, rule)
    yield is_fresh_action(candidate.action, at, account, campaign, ledger)
    yield is_fresh_template(candidate.template, at, account, campaign, ledger)
    if candidate.fact is not None:
        yield judge_fact(candidate.fact, at, zone)


def judge_post(
    slot: Slot,
    due_at: datetime,
    candidate: Candidate,
    post: Post,
    account: Account,
    campaign: Campaign,
    ledger: Ledger,
    rule: TextRule,
) -> Verdict:
    """May this text be said then? Where it may, the verdict carries it."""
    verdict = first_refusal(_of_post(candidate, post, account, campaign, due_at, slot.zone, ledger, rule))
    return replace(verdict, post=post) if verdict.allowed else verdict


def _of_post(
    candidate: Candidate,
    post: Post,
    account: Account,
    campaign: Campaign,
    at: datetime,
    zone: str,
    ledger: Ledger,
    rule: TextRule,
) -> Iterator[Verdict]:
    yield may_tag(post, at, account, zone, ledger, rule)
    yield is_fresh_text(candidate.template, post, at, account, campaign, ledger)
    yield keeps_budget(post, at, account, ledger)


def judge_sending(
    row: Delivery, now: datetime, house: House, account: Account, said: Ledger, rule: TextRule
) -> Verdict:
    """The veto in the last moment: it can refuse or delay, never replace. `said` holds what went out or may have,
    without this delivery and without those ahead, which wait for each other otherwise."""
    try:
        campaign = house.campaign(row.key.campaign)
        action = house.action(campaign.id, row.action)
        fact = house.fact(campaign.id, row.fact) if row.fact else None
    except NoSuchThing as gone:
        return refusal("gone", "text", str(gone))
    return first_refusal(_at_sending(row, now, account, campaign, action, fact, said, rule))


def _at_sending(
    row: Delivery,
    now: datetime,
    account: Account,
    campaign: Campaign,
    action: Action,
    fact: Fact | None,
    said: Ledger,
    rule: TextRule,
) -> Iterator[Verdict]:
    yield _runs(campaign)
    yield judge_ask(action, now, row.zone)
    yield has_verified_link(action, rule)
    if fact is not None:
        yield judge_fact(fact, now, row.zone)
    yield keeps_budget(row.post, now, account, said)
    if row.key.part == 1:  # the rest of a thread that has begun passes over gap and cap: half a thread is public
        yield from _spacing(account, now, row.zone, said)


def _runs(campaign: Campaign) -> Verdict:
    return refusal("paused", "slot", f"campaign {campaign.id} is paused") if campaign.paused else FINE
