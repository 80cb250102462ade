"""Texts that somebody began to translate and that an account's language is missing from."""

from collections.abc import Iterator, Mapping

from scheduler.config.campaigns import CampaignForm
from scheduler.config.documents import Document
from scheduler.config.nodes import Trail
from scheduler.config.papers import Papers
from scheduler.config.values import PLAIN
from scheduler.config.wording import listed
from scheduler.errors import Problem


def check_translations(papers: Papers) -> Iterator[Problem]:
    for document in papers.campaigns:
        if document.form is not None:
            yield from _in_campaign(document, document.form, spoken_by(papers, document.form))


def spoken_by(papers: Papers, form: CampaignForm) -> set[str]:
    """The languages of the accounts that speak for a campaign."""
    accounts = papers.accounts.form.accounts if papers.accounts and papers.accounts.form else ()
    language_of = {account.id: account.language for account in accounts}
    named = {account for schedule in form.schedules for account in schedule.accounts}
    return {language_of[account] for account in named & language_of.keys()}


def _in_campaign(document: Document[CampaignForm], form: CampaignForm, spoken: set[str]) -> Iterator[Problem]:
    for trail, texts in _translated(form):
        missing = spoken - texts.keys()
        if texts and PLAIN not in texts and missing:
            what = f"this is not written in {listed(missing)}, which an account of this campaign speaks"
            yield document.problem(trail, what, f"add `{min(missing)}: …`", severity="warning")


def _translated(form: CampaignForm) -> Iterator[tuple[Trail, Mapping[str, object]]]:
    yield ("name",), form.name or {}
    yield ("hashtags",), form.hashtags
    for target in form.targets:
        yield (*target.trail, "name"), target.name
    for fact in form.facts:
        yield (*fact.trail, "text"), fact.text
    for action in form.actions:
        for key in ("ask", "name", "place", "amount"):
            yield (*action.trail, key), getattr(action, key) or {}
