"""What the files' own grammar cannot see: templates that say what they must not, and texts that cannot fit."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.errors import Problem
from scheduler.model.account import Account
from scheduler.model.campaign import Action, Campaign, Fact
from scheduler.model.house import House
from scheduler.model.post import Candidate
from scheduler.model.template import Template
from scheduler.rendering.fitting import Unfit
from scheduler.rendering.never_say import never_said, said_of
from scheduler.rendering.problems import cannot_carry, template_problems, uses
from scheduler.rendering.wellformed import well_formed
from scheduler.service.admitting import admission, judge_links, render_for, text_rule
from scheduler.service.captions import Place, caption_problems
from scheduler.service.foreseeing import foreseen

EARLIEST_ZONE = timedelta(hours=14)
"""How far ahead of UTC the first place on earth is."""


def check(house: House, place: Place, now: datetime) -> list[Problem]:
    """Every problem and warning of templates, facts and asks, in the order of the files."""
    found: list[Problem] = []
    admitting = admission(house)
    for template in house.templates:
        own = template_problems(template, house.campaign(template.campaign))
        found += own
        if not any(p.severity == "error" for p in own):
            found += _fits(house, template, now)
    for campaign in house.campaigns:
        found += _said_words(campaign, place)
        found += _addresses(campaign, place)
        found += _links(house, campaign, place)
        found += _verified_ahead(campaign, place, now)
        silent = list(_nothing_to_say(house, campaign, place))
        found += silent or foreseen(house, campaign, place, admitting.can_carry, now)
        found += caption_problems(house, campaign, place)
    return sorted(set(found))


def check_templates(templates: Sequence[Template]) -> list[Problem]:
    """What is wrong with templates whose campaign cannot be read, so that all problems still come at once."""
    unread = Campaign(id="", name={}, counts_from=date.min)
    return [problem for template in templates for problem in template_problems(template, unread)]


def _fits(house: House, template: Template, now: datetime) -> Iterator[Problem]:
    campaign = house.campaign(template.campaign)
    body = template.variants[0]
    for action in campaign.actions:
        if action.kind not in template.kinds:
            continue
        missing = cannot_carry(template, campaign, action)
        if missing is not None:
            yield Problem(
                template.file,
                body.line,
                body.column,
                "",
                f"it cannot carry the action {action.id!r}: {missing}",
                "give the action what is missing, put it in an `{% if %}`, or take its kind out of `for:`",
            )
            continue
        for account in _voices(house, template):
            reason = _unfit(house, account, template, action, now)
            if reason is not None:
                yield Problem(
                    template.file,
                    body.line,
                    body.column,
                    "",
                    f"with the action {action.id!r} it cannot be said on {account.manners} ({account.id}): {reason}",
                    "shorten it, name more in `drop:`, or add a shorter variant",
                )
                break


def _unfit(house: House, account: Account, template: Template, action: Action, now: datetime) -> str | None:
    campaign = house.campaign(template.campaign)
    fact = _longest_fact(campaign, account.language) if "fact" in uses(template) else None
    zone = ZoneInfo(house.settings.reader_zone)
    candidate = Candidate(action=action, template=template, fact=fact)
    fitted = render_for(house, account, candidate, now.astimezone(zone))
    if isinstance(fitted, Unfit):
        return fitted.reason
    word = said_of(fitted, campaign.never_say)
    if word:
        return f"it says {word!r}, which this campaign never says"
    links = judge_links(fitted, action, text_rule(account))
    return None if links.allowed else links.reason


def _voices(house: House, template: Template) -> list[Account]:
    """One account for each set of manners in which this template may be asked to speak."""
    language = template.language or house.campaign(template.campaign).language
    speaking = {a for s in house.schedules if s.campaign == template.campaign for a in s.accounts}
    voices: dict[object, Account] = {}
    for account in house.accounts:
        if account.id in speaking and account.language == language:
            voices.setdefault((text_rule(account), account.accepted), account)
    return list(voices.values())


def _longest_fact(campaign: Campaign, language: str) -> Fact | None:
    worded = [fact for fact in campaign.facts if language in fact.text]
    return max(worded, key=lambda fact: len(fact.text[language]), default=None)


def _said_words(campaign: Campaign, place: Place) -> Iterator[Problem]:
    for noun, things in (("actions", campaign.actions), ("facts", campaign.facts)):
        for thing in things:
            words = thing.ask if isinstance(thing, Action) else thing.text
            for text in words.values():
                said = never_said(text, campaign.never_say)
                if said is not None:
                    yield Problem(
                        *place(campaign.id, f"{noun}[{thing.id}]"),
                        f"{noun}[{thing.id}]",
                        f"it says {said!r}, which `never_say` forbids",
                        "word it differently",
                    )


def _addresses(campaign: Campaign, place: Place) -> Iterator[Problem]:
    for action in campaign.actions:
        if action.link is not None and not well_formed(action.link.url):
            path = f"actions[{action.id}].link"
            yield Problem(
                *place(campaign.id, path),
                path,
                "networks would not show this address as a link",
                "open the page and copy its address from the browser",
            )


def _links(house: House, campaign: Campaign, place: Place) -> Iterator[Problem]:
    public = {
        a.id
        for a in house.accounts
        if text_rule(a).public and any(a.id in s.accounts for s in house.schedules if s.campaign == campaign.id)
    }
    if not public:
        return
    for action in campaign.actions:
        if action.link is not None and action.link.verified is None:
            yield Problem(
                *place(campaign.id, f"actions[{action.id}].link"),
                f"actions[{action.id}].link",
                f"nobody has verified this link, so {', '.join(sorted(public))} will not say it",
                'open it, look at it, then write `verified: "<date> by <your name>"`',
                "warning",
            )


def _verified_ahead(campaign: Campaign, place: Place, now: datetime) -> Iterator[Problem]:
    """A day that has begun nowhere on earth cannot be the day of a look."""
    newest = (now.astimezone(UTC) + EARLIEST_ZONE).date()
    for action in campaign.actions:
        if action.link is not None and action.link.verified is not None and action.link.verified.on > newest:
            path = f"actions[{action.id}].link.verified"
            yield Problem(
                *place(campaign.id, path),
                path,
                f"{action.link.verified.on} has not come yet, so nobody has looked at this link then",
                "write the day on which somebody did",
            )


def _nothing_to_say(house: House, campaign: Campaign, place: Place) -> Iterator[Problem]:
    for schedule in house.schedules:
        if schedule.campaign != campaign.id:
            continue
        kinds = set(schedule.kinds) or {a.kind for a in campaign.actions}
        for account_id in schedule.accounts:
            language = house.account(account_id).language
            templates = [
                t
                for t in house.templates_of(campaign.id)
                if (t.language or campaign.language) == language
                and kinds & set(t.kinds)
                and (not schedule.templates or t.id in schedule.templates)
            ]
            actions = [a for a in campaign.actions if a.kind in kinds and language in a.ask]
            if not templates or not actions:
                lacks = "template" if actions else "action"
                path = f"schedules[{schedule.id}]"
                yield Problem(
                    *place(campaign.id, path),
                    path,
                    f"{account_id} has no {lacks} to say in {language!r} for {', '.join(sorted(kinds)) or 'any kind'}",
                    f"add a {lacks} in that language, or take the account out of this schedule",
                )
