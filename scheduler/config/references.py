"""What one thing names must be there, and be of the right sort: accounts, targets, templates, campaigns."""

import re
from collections.abc import Collection, Iterator

from scheduler.config.accounts import NetworkName
from scheduler.config.campaigns import CampaignForm
from scheduler.config.documents import Document
from scheduler.config.identities import known_ids
from scheduler.config.names import ID_PATTERN
from scheduler.config.nodes import Trail
from scheduler.config.papers import Papers
from scheduler.config.paths import id_of
from scheduler.config.schedules import DemonstrationAt, ScheduleForm
from scheduler.config.wording import nearest, unknown
from scheduler.errors import Problem


def check_references(papers: Papers) -> Iterator[Problem]:
    for campaign in papers.campaigns:
        if campaign.form is not None:
            yield from _in_campaign(papers, campaign, campaign.form)
    yield from _folders(papers)


def campaign_id(document: Document[CampaignForm]) -> str | None:
    """None where it cannot be used yet, and everything that hangs on it is unknown."""
    text = id_of(document.root)
    return text if text is not None and re.fullmatch(ID_PATTERN, text) else None


def _in_campaign(papers: Papers, document: Document[CampaignForm], form: CampaignForm) -> Iterator[Problem]:
    targets, pictures = known_ids(document, "targets"), known_ids(document, "pictures")
    for action in form.actions:
        yield from _named(document, (*action.trail, "targets"), action.targets, "target", targets)
        yield from _named(document, (*action.trail, "pictures"), action.pictures, "picture", pictures)
    written = campaign_id(document)
    templates = None if written is None else [sheet.id for sheet in papers.sheets if sheet.campaign == written]
    for schedule in form.schedules:
        yield from _named(document, (*schedule.trail, "templates"), schedule.templates, "template", templates)
        yield from _speakers(papers, document, schedule)
    if not document.has(("schedules",)) and not form.paused and not document.problems:
        what, fix = "this campaign has no schedules, so it stays silent", "add `schedules:`, or write `paused: yes`"
        yield document.problem((), what, fix, severity="warning")


def _speakers(papers: Papers, document: Document[CampaignForm], schedule: ScheduleForm) -> Iterator[Problem]:
    if papers.accounts is None or papers.accounts.form is None:
        return
    trail = (*schedule.trail, "accounts")
    yield from _named(document, trail, schedule.accounts, "account", known_ids(papers.accounts, "accounts"))
    if not isinstance(schedule.at, DemonstrationAt):
        return
    for account in papers.accounts.form.accounts:
        if account.id in schedule.accounts and account.network is not NetworkName.PAPER:
            what = "a demonstration is for paper only, and this account is public"
            yield document.problem(document.item(trail, account.id), what, "name an account whose network is paper")


def _named(
    document: Document[CampaignForm], trail: Trail, names: tuple[str, ...], noun: str, known: Collection[str] | None
) -> Iterator[Problem]:
    for name in dict.fromkeys(names):
        if known is not None and name not in known:
            yield document.problem(document.item(trail, name), *unknown(noun, name, known))
        if names.count(name) > 1:
            yield document.problem(document.item(trail, name), f"this {noun} is named twice", "name it once")


def _folders(papers: Papers) -> Iterator[Problem]:
    """A folder of templates belongs to a campaign; unless a campaign's id could not be read, as it may be that one."""
    known = [campaign_id(document) for document in papers.campaigns]
    if None in known:
        return
    ids = [name for name in known if name is not None]
    for folder in dict.fromkeys(sheet.campaign for sheet in papers.sheets):
        if folder not in ids:
            near = nearest(folder, ids)
            fix = f"did you mean {near!r}?" if near else "name the folder after its campaign's id, or add the campaign"
            yield Problem(f"templates/{folder}", 0, 0, "", "no campaign has this id", fix)
