"""The form of what is watched for a campaign, and of who hears of it."""

import re
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, WithJsonSchema

from scheduler.config.accounts import TokenForm
from scheduler.config.addresses import Server, is_loopback, link
from scheduler.config.forms import Form, key, reads, wrong
from scheduler.config.names import Hashtag, Id
from scheduler.config.times import DURATION_SCHEMA, bounded
from scheduler.config.upkeep import AddressForm
from scheduler.config.values import Text, YesNo, any_of, one_of
from scheduler.model.watch import Origin, Watch, Watched

_DEFAULT = Watch()
_PROJECT = r"[a-z][a-z0-9-]{1,19}(\.[a-z]{2,20}){0,2}"
_SUFFIXES = (".csv", ".jsonl", ".json")


def path_within(text: str) -> str:
    """Of a file of counts: relative, and not out of the folder that holds config/."""
    path = PurePosixPath(text)
    if not text.strip() or path.is_absolute() or ".." in path.parts or "\\" in text or not text.isprintable():
        raise wrong("this leads out of the folder", "write a path from the folder that holds config/: counts/topic.csv")
    if path.suffix not in _SUFFIXES:
        raise wrong("this is not a file of counts", "name a file that ends in .csv, .jsonl or .json")
    return text


def address(text: str) -> str:
    """Https to a public name; on this machine http will do."""
    parts = urlsplit(text) if text.isprintable() and " " not in text else None
    if parts is not None and parts.scheme == "http" and is_loopback(parts.hostname or ""):
        return text
    return link(text)


def project(text: str) -> str:
    if not re.fullmatch(_PROJECT, text):
        raise wrong("this is not a project of Wikimedia", "write it like en.wikipedia or ru.wikipedia.org")
    return text


Every = Annotated[timedelta, reads(bounded("5m", "1d")), DURATION_SCHEMA]
Within = Annotated[
    str, reads(path_within), WithJsonSchema({"type": "string", "pattern": r"^[^/\\].*\.(csv|jsonl|json)$"})
]
Address = Annotated[str, reads(address), WithJsonSchema({"type": "string", "pattern": r"^https?://\S+$"})]
Project = Annotated[str, reads(project), WithJsonSchema({"type": "string", "pattern": f"^{_PROJECT}$"})]
OriginWord = Annotated[Origin, reads(one_of("kind of source", Origin)), any_of(Origin)]


class SourceForm(Form):
    """One place where it is counted how much is said. Counts only: no author, no text is kept."""

    id: Id = key("Names the source in what is kept of it. Choose it once and keep it.", example="fediverse")
    from_: OriginWord = key(
        "mastodon, bluesky and x: posts with the hashtags. wikipedia: how often an article is read. own: what becomes "
        "of our own posts. file and url: times and counts that somebody else collects, as CSV or JSON.",
        alias="from",
        example="mastodon",
    )
    account: Id | None = key(
        "Whose login is used. X needs one, whose `budget.reading` pays; elsewhere it is for servers that show their "
        "posts to members alone.",
        default=None,
        says="none",
        example="main-x",
    )
    server: Server | None = key(
        "Which server is asked. Mastodon needs it, or an account; elsewhere it is there for tests.",
        default=None,
        says="the account's, or the public one",
        example="https://mastodon.example",
    )
    hashtags: Annotated[tuple[Hashtag, ...], Field(min_length=1, max_length=20)] | None = key(
        "Which hashtags are counted, without #.", default=None, says="all of the campaign's", example="[CloseTheCamps]"
    )
    history: YesNo = key(
        "On Mastodon, yes: the server's own count of each day, in place of every post counted by us.",
        default=False,
        says="no",
        example="no",
    )
    project: Project | None = key("Of which Wikipedia.", default=None, says="en.wikipedia", example="ru.wikipedia")
    article: Text | None = key("The title of the article.", default=None, says="none", example="Chechnya")
    file: Within | None = key(
        "A file of times and counts, by its path from the folder that holds config/.",
        default=None,
        says="none",
        example="counts/topic.csv",
    )
    address: Address | None = key(
        "An address that answers with times and counts.",
        default=None,
        says="none",
        example='"https://counts.example/topic.csv"',
    )
    token: TokenForm | None = key(
        "Where the token is kept that the address wants to see.",
        default=None,
        says="none",
        example="{file: secrets/counts}",
    )
    daily: YesNo = key(
        "For file and url, yes: they count by days of UTC, not by hours.", default=False, says="no", example="yes"
    )
    every: Every | None = key("How soon it is asked again.", default=None, says="`every` of watch", example="30m")

    def build(self) -> Watched:
        return Watched(
            id=self.id,
            origin=self.from_,
            account=self.account,
            server=self.server,
            hashtags=self.hashtags or (),
            daily=self.daily or self.history or self.from_ is Origin.WIKIPEDIA,
            project=self.project or "en.wikipedia",
            article=self.article or "",
            file=self.file or "",
            address=self.address or "",
            token=self.token.build() if self.token else None,
            every=self.every,
        )


class WatchForm(Form):
    """Where it is counted how much is said of the campaign's topic, and who hears of it besides its people."""

    sources: Annotated[tuple[SourceForm, ...], Field(max_length=50)] = key(
        "Each is measured by itself; they are never added up.",
        default=(),
        says="none: nothing is watched",
        example="[{id: fediverse, from: mastodon, server: https://mastodon.example}]",
    )
    every: Every = key(
        "How soon each source is asked again, where it has not told everything yet.",
        default=_DEFAULT.every,
        says="15m",
        example="30m",
    )
    tell: Annotated[tuple[AddressForm, ...], Field(max_length=20)] = key(
        "Where the addresses of allies are kept: each is sent a short JSON when attention rises, surges, fades to a "
        "quarter, or is lost.",
        default=(),
        says="nobody",
        example="[{file: secrets/ally}]",
    )

    def build(self) -> Watch:
        return Watch(
            sources=tuple(source.build() for source in self.sources),
            every=self.every,
            tell=tuple(address.build() for address in self.tell),
        )
