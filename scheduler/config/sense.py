"""What is well written and still cannot be meant: an end before its beginning, a petition without its link."""

from collections.abc import Iterator

from scheduler.config.accounts import AccountForm, AccountsForm, NetworkName
from scheduler.config.actions import ActionForm
from scheduler.config.campaigns import CampaignForm
from scheduler.config.documents import Document
from scheduler.config.instants import ends, starts
from scheduler.config.papers import Papers
from scheduler.config.schedules import PerDayAt, ScheduleForm
from scheduler.config.settings import SettingsForm
from scheduler.errors import Problem
from scheduler.model.campaign import Kind
from scheduler.model.slot import BY_HAND
from scheduler.model.surge import names_a_surge

_NEED_LINKS = (Kind.PETITION, Kind.DONATE)


def check_sense(papers: Papers) -> Iterator[Problem]:
    if papers.settings is not None and papers.settings.form is not None:
        yield from _ping(papers.settings, papers.settings.form)
    accounts = papers.accounts
    if accounts is not None and accounts.form is not None:
        for account in accounts.form.accounts:
            yield from _account(accounts, account)
    for document in papers.campaigns:
        if document.form is None:
            continue
        for action in document.form.actions:
            yield from _action(document, action)
        for schedule in document.form.schedules:
            yield from _schedule(document, schedule)


def _ping(document: Document[SettingsForm], settings: SettingsForm) -> Iterator[Problem]:
    url = ("ping", "url")
    if settings.ping and not document.has((*url, "env")) and not document.has((*url, "file")):
        yield document.problem(url, "this does not say where the address is", "write {env: NAME} or {file: path}")
    if settings.ping and settings.ping.url.env and settings.ping.url.file:
        yield document.problem(url, "the address is in two places", "keep one of env and file")


def _account(document: Document[AccountsForm], account: AccountForm) -> Iterator[Problem]:
    server, token = (*account.trail, "server"), (*account.trail, "token")
    if account.like and account.network is not NetworkName.PAPER:
        what = "only an account on paper can be like another network"
        yield document.problem((*account.trail, "like"), what, "leave this out, or write network: paper")
    if account.network is NetworkName.PAPER:
        for name in ("handle", "server", "proxy"):
            if getattr(account, name):
                what = f"an account on paper has no {name}"
                yield document.problem((*account.trail, name), what, "leave this out")
    yield from _blueskys_handle(document, account)
    yield from _money(document, account)
    yield from _mastodons_own(document, account)
    if account.network is NetworkName.MASTODON and not document.has(server):
        what = "an account on mastodon needs its server"
        yield document.problem(server, what, "add `server: https://mastodon.example`")
    if account.network is not NetworkName.PAPER and not document.has(token):
        what = f"an account on {account.network} needs a token"
        fix = f"add `token: {{file: secrets/{account.id}}}`; `awareness login {account.id}` writes the token there"
        yield document.problem(token, what, fix)
    if account.token and not document.has((*token, "env")) and not document.has((*token, "file")):
        yield document.problem(token, "this does not say where the token is", "write {env: NAME} or {file: path}")
    if account.token and account.token.env and account.token.file:
        yield document.problem(token, "the token is in two places", "keep one of env and file")


def _blueskys_handle(document: Document[AccountsForm], account: AccountForm) -> Iterator[Problem]:
    if account.network is not NetworkName.BLUESKY:
        return
    handle = (*account.trail, "handle")
    if not document.has(handle):
        yield document.problem(handle, "an account on bluesky needs its handle", "add `handle: name.bsky.social`")
    elif account.handle and "." not in account.handle:
        what = "a handle on bluesky is a whole name with a dot in it"
        yield document.problem(handle, what, "write it as name.bsky.social")


def _money(document: Document[AccountsForm], account: AccountForm) -> Iterator[Problem]:
    budget = (*account.trail, "budget")
    if account.network is NetworkName.X and not document.has(budget):
        what = "an account on x needs a budget: each post is paid for"
        yield document.problem(budget, what, "add `budget: {posting: 20}`, in US dollars a month")
    if account.network is not NetworkName.X and account.budget:
        yield document.problem(budget, f"nothing is paid for on {account.network}", "leave this out")


def _mastodons_own(document: Document[AccountsForm], account: AccountForm) -> Iterator[Problem]:
    if account.network is NetworkName.MASTODON:
        return
    for name in ("visibility", "warning"):
        if document.has((*account.trail, name)):
            what = f"an account on {account.network} has no {name}"
            yield document.problem((*account.trail, name), what, "leave this out: it is Mastodon's")


def _action(document: Document[CampaignForm], action: ActionForm) -> Iterator[Problem]:
    link = (*action.trail, "link")
    if action.kind in _NEED_LINKS and not document.has(link):
        what = f"an action of kind {action.kind} needs a link"
        yield document.problem(link, what, 'add `link: {url: "https://…"}`')
    end = action.until or action.when
    if action.opens and end and starts(action.opens, action.zone) >= ends(end, action.zone):
        key = "until" if action.until else "when"
        what = "this is over before `opens`, so it is never said"
        yield document.problem((*action.trail, key), what, f"correct {key} or opens")


def _schedule(document: Document[CampaignForm], schedule: ScheduleForm) -> Iterator[Problem]:
    for key, name in (("id", schedule.id), ("was", schedule.was or "")):
        if name == BY_HAND or names_a_surge(name):
            whose = "what a person says by hand" if name == BY_HAND else "what is said after a surge"
            yield document.problem((*schedule.trail, key), f"{whose} is kept under this name", "take another name")
    if schedule.start and schedule.end and schedule.end < schedule.start:
        what = f"the end is before the start, {schedule.start}"
        yield document.problem((*schedule.trail, "end"), what, "correct one of the two")
    at = schedule.at
    if isinstance(at, PerDayAt) and at.between.end < at.between.start:
        what = "this ends before it begins, and a day ends at midnight"
        yield document.problem((*at.trail, "between"), what, "write the earlier time first: 08:00-21:00")
