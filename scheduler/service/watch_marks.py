"""What the store remembers of a source besides its counts, and of what was told about a campaign."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from scheduler.model.campaign import Campaign
from scheduler.model.surge import Surge
from scheduler.model.watch import Watched
from scheduler.service.desk import Transaction
from scheduler.service.store_ports import Looking

WATCH = "watch"
"""Before the name of a source, which is its campaign's and its own."""

TOLD = "attention told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`first` and `last`: when the source was asked for the first and for the last time. `troubles` tries in a row have
    failed, the last for the reason `why`; it is left alone `until`. `judged`: what came before was told already. `what`
    tells what it counts by the files, and `alike` is from when on its counts are of that (None: all are). A surge that
    began up to `other` was one of what it counted before."""

    first: datetime
    last: datetime
    troubles: int = 0
    why: str = ""
    until: datetime | None = None
    judged: datetime | None = None
    what: str = ""
    alike: datetime | None = None
    other: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What people heard of a campaign: when it rose, and of which surge, by its onset, that it began, that it fell to a
    quarter, and below the floor."""

    rising: datetime | None = None
    surge: datetime | None = None
    quarter: datetime | None = None
    floor: datetime | None = None


Kept = TypeVar("Kept", Asked, Told)
INSTANTS = ("first", "last", "until", "judged", "alike", "other", "rising", "surge", "quarter", "floor")


def name_of(campaign: str, source: str) -> str:
    return f"{campaign}/{source}"


def what_of(campaign: Campaign, watched: Watched) -> str:
    """Other hashtags, or another server, are another topic: what was usual of the one is not of the other."""
    tags = sorted(watched.hashtags or {tag for some in campaign.hashtags.values() for tag in some})
    tags = tags if watched.counts_hashtags else []
    parts = (watched.origin, watched.server, tags, watched.daily, watched.project, watched.article)
    return hashlib.sha256(json.dumps((*parts, watched.file, watched.address)).encode()).hexdigest()[:16]


def asked_of(looking: Looking, name: str) -> Asked | None:
    """None: it was never asked, or this version cannot read what was kept."""
    return _read(Asked, looking.mark(f"{WATCH} {name}"))


def is_of_other(surge: Surge, asked: Asked | None) -> bool:
    """Whether its source counts something else by now, of which nothing is to be held against it."""
    return asked is not None and asked.other is not None and surge.onset <= asked.other


def keep_asked(t: Transaction, name: str, asked: Asked) -> None:
    t.writing.set_mark(f"{WATCH} {name}", json.dumps(asdict(asked), default=datetime.isoformat, ensure_ascii=False))


def begin_asking(t: Transaction, name: str) -> Asked:
    before = asked_of(t.writing, name)
    asked = replace(before, last=t.now) if before else Asked(first=t.now, last=t.now)
    keep_asked(t, name, asked)
    return asked


def told_of(looking: Looking, campaign: str) -> Told:
    return _read(Told, looking.mark(f"{TOLD} {campaign}")) or Told()


def keep_told(t: Transaction, campaign: str, told: Told) -> None:
    t.writing.set_mark(f"{TOLD} {campaign}", json.dumps(asdict(told), default=datetime.isoformat))


def _read(kind: type[Kept], mark: str | None) -> Kept | None:
    try:
        found = json.loads(mark) if mark else None
        if found is None:
            return None
        values: dict[str, Any] = {k: datetime.fromisoformat(v) if k in INSTANTS and v else v for k, v in found.items()}
        return kind(**values)
    except (TypeError, ValueError, AttributeError):
        return None
