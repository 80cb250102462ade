"""A place to fill and rules made to measure, for tests of what the planner decides."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from scheduler.model.campaign import Action, Campaign
from scheduler.model.delivery import Delivery
from scheduler.model.house import House, Settings
from scheduler.model.ledger import Ledger
from scheduler.model.plan import Admit, Plan, Planned
from scheduler.model.post import Candidate, Post, Verdict, Weights
from scheduler.model.schedule import Cron
from scheduler.model.slot import Slot
from scheduler.model.template import Template
from scheduler.planner.filling import Filling
from scheduler.planner.gathering import Place
from scheduler.planner.planning import make_plan
from tests.make import a_campaign, a_fact, a_house, a_post, a_schedule, a_slot, a_template, an_account, an_action, utc

SLOT = a_slot("2026-11-23T09:00")
ACTIONS = tuple(an_action(name) for name in ("a", "b", "c"))
TEMPLATES = tuple(a_template(f"t{n}") for n in range(3))
CAMPAIGN = a_campaign(actions=ACTIONS, facts=(a_fact("f0"), a_fact("f1")))
ALLOWED = Verdict(allowed=True, rule="all", reason="")


def place(campaign: Campaign = CAMPAIGN, language: str = "en", **schedule: Any) -> Place:
    return Place(slot=SLOT, schedule=a_schedule(**schedule), campaign=campaign, account=an_account(language=language))


def said(candidate: Candidate) -> Post:
    return a_post("/".join(candidate.ids))


def refuse(rule: str, about: str = "text", **more: Any) -> Verdict:
    return Verdict(allowed=False, rule=rule, reason=f"{rule} says no", about=about, **more)


def judge(by: Callable[[Candidate], Verdict | None] = lambda _: None) -> Admit:
    """Allows every slot, and every candidate for which `by` has no verdict of its own."""

    def admit(_slot: Slot, _due_at: datetime, candidate: Candidate | None, _ledger: Ledger) -> Verdict:
        if candidate is None:
            return ALLOWED
        return by(candidate) or replace(ALLOWED, post=said(candidate))

    return admit


def filling(
    admit: Admit | None = None,
    *,
    campaign: Campaign = CAMPAIGN,
    templates: Sequence[Template] = TEMPLATES,
    needs_fact: bool = False,
    can_carry: Callable[[Template, Action], bool] = lambda _, __: True,
    weights: Weights | None = None,
) -> Filling:
    return Filling(
        house=a_house(campaigns=(campaign,), templates=tuple(templates)),
        weights=weights or Weights(),
        admit=admit or judge(),
        needs_fact=lambda _: needs_fact,
        can_carry=can_carry,
        ledger=Ledger(),
    )


NOW = utc("2026-11-23 08:00")
HOUSE = a_house(
    campaigns=(a_campaign(actions=ACTIONS),),
    templates=TEMPLATES,
    settings=Settings(freeze=timedelta(minutes=30)),
)


def plan(taken: Sequence[Delivery] = (), house: House = HOUSE, admit: Admit | None = None, **changes: Any) -> Plan:
    how: dict[str, Any] = {
        "now": NOW,
        "until": utc("2026-11-23 23:00"),
        "accepted_at": NOW,
        "began": None,
        "admit": admit or judge(),
        "needs_fact": lambda _: False,
        "can_carry": lambda _, __: True,
    }
    weights = changes.pop("weights", Weights())
    return make_plan(house, taken, weights, **(how | changes))


def only(found: Plan) -> Planned:
    [entry] = found.slots
    return entry


def at_nine(**changes: Any) -> House:
    return replace(HOUSE, schedules=(a_schedule(at=Cron(expression="0 9 * * *")),), **changes)


def gap(minutes: int) -> Admit:
    """Two posts are so far apart; the second waits."""

    def admit(slot: Slot, due_at: datetime, candidate: Candidate | None, ledger: Ledger) -> Verdict:
        before, after = ledger.neighbours(slot.key.account, due_at)
        apart = timedelta(minutes=minutes)
        if candidate is None and before and due_at - before.at < apart:
            return refuse("gap", "slot", not_before=before.at + apart)
        if candidate is None and after and after.at - due_at < apart:
            return refuse("gap", "slot", not_before=after.at + apart)
        return judge()(slot, due_at, candidate, ledger)

    return admit
