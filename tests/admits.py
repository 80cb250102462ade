"""A place to fill and rules made to measure, for tests of what the planner decides."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from scheduler.model.campaign import Action, Campaign
from scheduler.model.ledger import Ledger
from scheduler.model.plan import Admit
from scheduler.model.post import Candidate, Post, Verdict
from scheduler.model.slot import Slot
from scheduler.model.template import Template
from scheduler.planner.filling import Filling
from scheduler.planner.gathering import Place
from scheduler.planner.lots import Weigh
from tests.make import a_campaign, a_fact, a_house, a_post, a_schedule, a_slot, a_template, an_account, an_action

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
    weigh: Weigh | None = None,
) -> Filling:
    return Filling(
        house=a_house(campaigns=(campaign,), templates=tuple(templates)),
        weigh={"demo": weigh},
        admit=admit or judge(),
        needs_fact=lambda _: needs_fact,
        can_carry=can_carry,
        ledger=Ledger(),
    )
