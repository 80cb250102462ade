"""Whether what is watched can be meant: what each kind of source needs, what it has no use for, whose login it uses."""

from collections.abc import Iterator

from scheduler.config.accounts import AccountForm
from scheduler.config.campaigns import CampaignForm
from scheduler.config.documents import Document
from scheduler.config.identities import known_ids
from scheduler.config.papers import Papers
from scheduler.config.watching import SourceForm
from scheduler.config.wording import unknown
from scheduler.errors import Problem
from scheduler.model.watch import Origin

TAKES: dict[Origin, frozenset[str]] = {
    Origin.MASTODON: frozenset({"account", "server", "hashtags", "history"}),
    Origin.BLUESKY: frozenset({"account", "server", "hashtags"}),
    Origin.X: frozenset({"account", "hashtags"}),
    Origin.WIKIPEDIA: frozenset({"server", "project", "article"}),
    Origin.OWN: frozenset(),
    Origin.FILE: frozenset({"file", "daily"}),
    Origin.URL: frozenset({"address", "token", "daily"}),
}
"""What can be said of a source of each kind, besides `id`, `from` and `every`."""

NEEDS = {Origin.X: "account", Origin.WIKIPEDIA: "article", Origin.FILE: "file", Origin.URL: "address"}
EXAMPLES = {"account": "main-x", "article": "Chechnya", "file": "counts/topic.csv", "address": '"https://a.example/b"'}
LONGEST_ON_X = 512
"""Characters that X takes in one query; a longer one it refuses every time."""

EVERY_KEY = frozenset().union(*TAKES.values())


def check_watching(papers: Papers) -> Iterator[Problem]:
    for document in papers.campaigns:
        if document.form is None:
            continue
        for source in document.form.watch.sources:
            yield from _source(document, document.form, source)
            yield from _account(papers, document, source)
        for number, kept in enumerate(document.form.watch.tell):
            if (kept.env is None) is (kept.file is None):
                what = "this does not say where the address is, or says it twice"
                yield document.problem(("watch", "tell", number), what, "write {env: NAME} or {file: path}")


def _source(document: Document[CampaignForm], form: CampaignForm, source: SourceForm) -> Iterator[Problem]:
    kind = source.from_
    for name in sorted(EVERY_KEY - TAKES[kind]):
        if document.has((*source.trail, name)):
            what = f"a source from {kind} has no {name}"
            yield document.problem((*source.trail, name), what, "leave this out")
    need = NEEDS.get(kind)
    if need and not document.has((*source.trail, need)):
        what = f"a source from {kind} needs its {need}"
        yield document.problem(source.trail, what, f"add `{need}: {EXAMPLES[need]}`")
    if kind is Origin.MASTODON and not source.server and not source.account:
        what = "a source from mastodon needs the server that it asks"
        yield document.problem(source.trail, what, "add `server: https://mastodon.example`, or an account there")
    if "hashtags" in TAKES[kind] and not source.hashtags and not form.hashtags:
        what = "there is no hashtag to count: this campaign has none"
        yield document.problem(source.trail, what, "add `hashtags: [CloseTheCamps]`")
    tags = source.hashtags or tuple({tag for some in (form.hashtags or {}).values() for tag in some})
    if kind is Origin.X and len(query := f"({' OR '.join(f'#{tag}' for tag in tags)})") > LONGEST_ON_X:
        asked = f"the question for {len(tags)} hashtags has {len(query)} characters"
        what = f"{asked}, and X takes no more than {LONGEST_ON_X}"
        yield document.problem(source.trail, what, "name the hashtags to count: `hashtags: [CloseTheCamps]`")
    if source.token and (source.token.env is None) is (source.token.file is None):
        what = "this does not say where the token is, or says it twice"
        yield document.problem((*source.trail, "token"), what, "write {env: NAME} or {file: path}")


def _account(papers: Papers, document: Document[CampaignForm], source: SourceForm) -> Iterator[Problem]:
    if source.account is None or papers.accounts is None or papers.accounts.form is None:
        return
    trail = (*source.trail, "account")
    known = known_ids(papers.accounts, "accounts")
    if known is not None and source.account not in known:
        yield document.problem(trail, *unknown("account", source.account, known))
    for account in papers.accounts.form.accounts:
        if account.id == source.account:
            yield from _login(document, source, account)


def _login(document: Document[CampaignForm], source: SourceForm, account: AccountForm) -> Iterator[Problem]:
    trail = (*source.trail, "account")
    if str(account.network) != str(source.from_):
        what = f"this account is on {account.network}, and the source on {source.from_}"
        yield document.problem(trail, what, f"name an account on {source.from_}")
    elif source.from_ is Origin.X and not (account.budget and account.budget.reading):
        what = "counting on x is paid for, and this account may spend nothing on reading"
        yield document.problem(
            trail, what, "add `reading: 5` to its `budget:`, in US dollars a month", severity="warning"
        )
    if source.server and account.server and source.server != account.server and source.from_ is Origin.MASTODON:
        what = "this is not the server of the account, whose token is for no other"
        yield document.problem((*source.trail, "server"), what, "leave out the server or the account")
