"""Everything that the organisers' files say, as one value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from scheduler.errors import NoSuchThing
from scheduler.model.account import Account
from scheduler.model.campaign import Action, Campaign, Fact, Target
from scheduler.model.schedule import Schedule
from scheduler.model.template import Template
from scheduler.model.upkeep import Keep, Ping


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`horizon` is how far ahead is planned; `freeze` how long before its time a text can no longer be
    rewritten; `deadline` bounds one request to a network; `lease` is how long a claim holds. `ping` None: no monitor
    outside is told that the house lives."""

    horizon: timedelta = timedelta(days=14)
    freeze: timedelta = timedelta(minutes=30)
    deadline: timedelta = timedelta(seconds=60)
    lease: timedelta = timedelta(minutes=5)
    reader_zone: str = "UTC"
    git: str = "clean"
    keep: Keep = field(default_factory=Keep)
    ping: Ping | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """`gone`: series (campaign, schedule, account) of which nothing is said any more though no file says so, each with
    the reason."""

    settings: Settings = Settings()
    accounts: tuple[Account, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    templates: tuple[Template, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    gone: Mapping[tuple[str, str, str], str] = field(default_factory=dict)

    def account(self, account_id: str) -> Account:
        return _named(self.accounts, account_id, "account")

    def zone_of(self, account_id: str) -> str:
        """The zone of the first schedule that speaks on this account; the reader's where none does."""
        return next((s.zone for s in self.schedules if account_id in s.accounts), self.settings.reader_zone)

    def campaign(self, campaign_id: str) -> Campaign:
        return _named(self.campaigns, campaign_id, "campaign")

    def schedule(self, campaign_id: str, schedule_id: str, account_id: str | None = None) -> Schedule:
        """Of those with this id, which a follow-up has for each account, the one that speaks on this account, or else
        the first."""
        found = [
            schedule
            for schedule in self.schedules
            if schedule.campaign == campaign_id and schedule_id in (schedule.id, schedule.identity)
        ]
        if found:
            return next((schedule for schedule in found if account_id in schedule.accounts), found[0])
        raise NoSuchThing(f"there is no schedule {schedule_id!r} in campaign {campaign_id!r}")

    def template(self, campaign_id: str, template_id: str) -> Template:
        return _named(self.templates_of(campaign_id), template_id, "template")

    def templates_of(self, campaign_id: str) -> tuple[Template, ...]:
        return tuple(t for t in self.templates if t.campaign == campaign_id)

    def action(self, campaign_id: str, action_id: str) -> Action:
        """By its id, or else by the one it had before a rename."""
        actions = self.campaign(campaign_id).actions
        renamed = {action.was: action.id for action in actions if action.was}
        known = {action.id for action in actions}
        return _named(actions, action_id if action_id in known else renamed.get(action_id, action_id), "action")

    def fact(self, campaign_id: str, fact_id: str) -> Fact:
        return _named(self.campaign(campaign_id).facts, fact_id, "fact")

    def target(self, campaign_id: str, target_id: str) -> Target:
        return _named(self.campaign(campaign_id).targets, target_id, "target")


Thing = TypeVar("Thing", Account, Campaign, Template, Action, Fact, Target)


def _named(things: tuple[Thing, ...], wanted: str, noun: str) -> Thing:
    for thing in things:
        if thing.id == wanted:
            return thing
    known = ", ".join(sorted(thing.id for thing in things)) or "none"
    raise NoSuchThing(f"there is no {noun} {wanted!r}; known: {known}")
