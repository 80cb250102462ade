"""Rules and rendering put together as the one question that the planner asks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from scheduler.model.account import Account
from scheduler.model.campaign import Action, Campaign
from scheduler.model.house import House
from scheduler.model.ledger import Ledger
from scheduler.model.post import Candidate, Post, Verdict
from scheduler.model.schedule import Fixed
from scheduler.model.slot import Slot
from scheduler.model.template import Template
from scheduler.model.text_rule import TextRule
from scheduler.rendering.fitting import Unfit, fit
from scheduler.rendering.foreign import foreign_links
from scheduler.rendering.lengths import length_of
from scheduler.rendering.networks import rule_for
from scheduler.rendering.never_say import said_of
from scheduler.rendering.problems import cannot_carry, uses
from scheduler.rendering.values import values_for
from scheduler.rules.judging import judge_candidate, judge_post, judge_slot
from scheduler.rules.links import says_no_other_link
from scheduler.rules.repeats import is_said_by_nobody_else
from scheduler.rules.shares import keeps_share
from scheduler.rules.verdicts import FINE, first_refusal, refusal
from scheduler.rules.yielding import yields
from scheduler.service.timetable import Timetable

EVERYBODY = "public"


def text_rule(account: Account) -> TextRule:
    """The manners of the network that the account imitates; whether it is public, and what it charges, is its own
    network's matter. What warns of a post counts with it."""
    manners, own = rule_for(account.manners, account.limits.characters), rule_for(account.network)
    return replace(manners, limit=manners.limit - length_of(account.warning), public=own.public, prices=own.prices)


def judge_links(post: Post, action: Action, rule: TextRule) -> Verdict:
    """Whether the text carries a link that no person has verified for this action. Asked at the last moment as well:
    an edit may have given the action another link since the text was made."""
    return says_no_other_link(foreign_links(post, action, rule), action, rule)


def may_tag(account: Account, rule: TextRule) -> bool:
    return rule.may_tag or account.accepts("tag-officials")


@dataclass(frozen=True, slots=True)
class Admission:
    """The planner's view of rules and rendering, for one version of the files. `steady` and `extra` hold the slots of
    the schedules and those of follow-ups, `timetable` both; `following`: campaign and schedule of the latter."""

    house: House
    render: Callable[[Slot, datetime, Candidate], "Post | Unfit"]
    timetable: Timetable
    steady: Timetable
    extra: Timetable
    following: frozenset[tuple[str, str]]

    def admit(self, slot: Slot, due_at: datetime, candidate: Candidate | None, ledger: Ledger) -> Verdict:
        account = self.house.account(slot.key.account)
        campaign = self.house.campaign(slot.key.campaign)
        if candidate is None:
            verdict = self._yields(slot, due_at, account)
            return judge_slot(slot, due_at, account, campaign, ledger) if verdict.allowed else verdict
        rule = text_rule(account)
        verdict = judge_candidate(slot, due_at, candidate, account, campaign, ledger, rule)
        if verdict.allowed and campaign.sustain.learn:
            around = partial(self.timetable.around, account.id)
            verdict = keeps_share(candidate.template, due_at, account, campaign, ledger, around)
        if not verdict.allowed:
            return verdict
        post = self.render(slot, due_at, candidate)
        if isinstance(post, Unfit):
            return Verdict(allowed=False, rule="fit", reason=post.reason)
        verdict = first_refusal(self._of_text(post, candidate.action, due_at, account, campaign, ledger))
        if not verdict.allowed:
            return verdict
        return judge_post(slot, due_at, candidate, post, account, campaign, ledger, rule)

    def _of_text(
        self, post: Post, action: Action, at: datetime, account: Account, campaign: Campaign, ledger: Ledger
    ) -> Iterator[Verdict]:
        """What it may not say, wherever its words come from."""
        rule = text_rule(account)
        word = said_of(post, campaign.never_say)
        if word is not None:
            yield refusal("never-say", "text", f"it says {word!r}, which this campaign never says")
        yield judge_links(post, action, rule)
        others = [a.id for a in self.house.accounts if rule.one_voice and a.network == account.network and a != account]
        yield is_said_by_nobody_else(post, at, others, campaign, ledger)

    def _yields(self, slot: Slot, due_at: datetime, account: Account) -> Verdict:
        if (slot.key.campaign, slot.key.schedule) not in self.following:
            return FINE
        steady, extra = (partial(_on, timetable, account.id, slot.zone) for timetable in (self.steady, self.extra))
        return yields(account, slot, due_at, steady, extra)

    def needs_fact(self, template: Template) -> bool:
        return "fact" in uses(template)

    def can_carry(self, template: Template, action: Action) -> bool:
        return cannot_carry(template, self.house.campaign(template.campaign), action) is None


def admission(house: House) -> Admission:
    def render(slot: Slot, due_at: datetime, candidate: Candidate) -> Post | Unfit:
        account = house.account(slot.key.account)
        return render_for(house, account, candidate, due_at.astimezone(ZoneInfo(slot.zone)))

    follow_ups = tuple(schedule for schedule in house.schedules if isinstance(schedule.at, Fixed))
    timetable = Timetable(house)
    return Admission(
        house=house,
        render=render,
        timetable=timetable,
        steady=timetable.of(schedule for schedule in house.schedules if schedule not in follow_ups),
        extra=timetable.of(follow_ups),
        following=frozenset((schedule.campaign, schedule.identity) for schedule in follow_ups),
    )


def _on(timetable: Timetable, account: str, zone: str, day: date) -> tuple[datetime, ...]:
    return timetable.on(account, day, zone)


def render_for(house: House, account: Account, candidate: Candidate, at: datetime) -> Post | Unfit:
    """The post as this account would say it at this instant, which carries the schedule's zone."""
    rule = text_rule(account)
    campaign = house.campaign(candidate.template.campaign)
    values = values_for(
        campaign,
        candidate.action,
        candidate.fact,
        account=account,
        rule=rule,
        at=at,
        tag=may_tag(account, rule),
    )
    post = fit(candidate.template, values, rule)
    if isinstance(post, Unfit):
        return post
    seen_by = "" if account.visibility == EVERYBODY else account.visibility
    return replace(post, warning=account.warning, visibility=seen_by)
