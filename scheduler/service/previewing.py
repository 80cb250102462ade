"""The exact posts as each network would show them, with their counts, before anything is planned."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.errors import NoSuchThing
from scheduler.model.account import Account
from scheduler.model.campaign import Action, Fact
from scheduler.model.house import House
from scheduler.model.post import Candidate, Post
from scheduler.model.template import Template
from scheduler.rendering.fitting import Unfit
from scheduler.rendering.problems import cannot_carry, uses
from scheduler.rules.asks import judge_ask
from scheduler.service.admitting import render_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One template carrying one action on one network. `post` None: it cannot be said there, and `remark` says
    why; with a post, `remark` says what would keep it from being sent now ('' where nothing would)."""

    campaign: str
    network: str
    language: str
    template: str
    action: str
    fact: str | None
    post: Post | None
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Empty: all of them. `fact`: with this one, where a template names one; empty: the first in its language."""

    campaign: str = ""
    networks: Sequence[str] = ()
    template: str = ""
    action: str = ""
    fact: str = ""


def preview(house: House, wanted: Wanted, at: datetime) -> Iterator[Card]:
    """In the order of campaigns, templates, actions, networks. Raises NoSuchThing."""
    moment = at.astimezone(ZoneInfo(house.settings.reader_zone))
    if wanted.campaign:
        house.campaign(wanted.campaign)
    if wanted.fact and not any(fact.id == wanted.fact for campaign in house.campaigns for fact in campaign.facts):
        raise NoSuchThing(f"there is no fact {wanted.fact!r}")
    for template in house.templates:
        if wanted.campaign not in ("", template.campaign) or wanted.template not in ("", template.id):
            continue
        campaign = house.campaign(template.campaign)
        for action in campaign.actions:
            if action.kind in template.kinds and wanted.action in ("", action.id):
                for network in wanted.networks:
                    yield _card(house, template, action, network, moment, wanted.fact)


def _card(house: House, template: Template, action: Action, network: str, at: datetime, wanted_fact: str) -> Card:
    campaign = house.campaign(template.campaign)
    language = template.language or campaign.language
    fact = _a_fact(campaign.facts, language, wanted_fact) if "fact" in uses(template) else None
    missing = cannot_carry(template, campaign, action)
    voice = Account(id=f"any-{network}", network=network, language=language)
    fitted: Post | Unfit = (
        Unfit(reason=missing)
        if missing is not None
        else render_for(house, voice, Candidate(action=action, template=template, fact=fact), at)
    )
    verdict = judge_ask(action, at)
    return Card(
        campaign=campaign.id,
        network=network,
        language=language,
        template=template.id,
        action=action.id,
        fact=fact.id if fact else None,
        post=None if isinstance(fitted, Unfit) else fitted,
        remark=fitted.reason if isinstance(fitted, Unfit) else "" if verdict.allowed else verdict.reason,
    )


def _a_fact(facts: Sequence[Fact], language: str, wanted: str) -> Fact | None:
    return next((fact for fact in facts if language in fact.text and wanted in ("", fact.id)), None)
