"""Every link that the files would send readers to, looked at, with what has changed since the last look."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime

from scheduler.model.campaign import Verification
from scheduler.model.house import House
from scheduler.model.visit import Ending, Remark, Seen, Severity, Visit
from scheduler.service.desk import Desk
from scheduler.service.remarks import of_verification, remarks, worst
from scheduler.service.store_ports import Store

AT_A_TIME = 8
LINK = "link"

NO_NAMES = "no name of any link was found, so perhaps this machine is not connected"
"""More likely than that all of them died since the last look."""


@dataclass(frozen=True, slots=True)
class Use:
    """One action that a link stands in."""

    campaign: str
    action: str
    verified: Verification | None

    def __str__(self) -> str:
        return f"{self.campaign}/{self.action}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkReport:
    """One address; `before` None: it was never seen."""

    url: str
    uses: tuple[Use, ...]
    visit: Visit
    before: Seen | None
    remarks: tuple[Remark, ...]

    @property
    def severity(self) -> Severity:
        return worst(list(self.remarks))


def links_of(house: House, campaign: str = "") -> dict[str, tuple[Use, ...]]:
    """Each distinct address with the actions that it stands in, in the order of the files. Raises NoSuchThing for a
    campaign that is not there."""
    campaigns = (house.campaign(campaign),) if campaign else house.campaigns
    found: dict[str, tuple[Use, ...]] = {}
    for each in campaigns:
        for action in each.actions:
            if action.link is not None:
                use = Use(each.id, action.id, action.link.verified)
                found[action.link.url] = (*found.get(action.link.url, ()), use)
    return found


def look_at_links(
    links: Mapping[str, tuple[Use, ...]], visit: Callable[[str], Visit], before: Mapping[str, Seen], today: date
) -> list[LinkReport]:
    """Visits them all, several at a time; no transaction is open meanwhile. Where no name of any was found, nothing is
    said against the links."""
    pool = ThreadPoolExecutor(AT_A_TIME, thread_name_prefix="visit")
    try:
        visits = dict(zip(links, pool.map(visit, links), strict=True))
    finally:
        pool.shutdown(cancel_futures=True)
    if all(seen.ending is Ending.NO_NAME and len(seen.steps) == 1 for seen in visits.values()):
        visits = {url: replace(seen, ending=Ending.SILENT, trouble=NO_NAMES) for url, seen in visits.items()}
    return [
        LinkReport(
            url=url,
            uses=uses,
            visit=visits[url],
            before=before.get(url),
            remarks=(
                *remarks(visits[url], before.get(url)),
                *of_verification([(str(use), use.verified) for use in uses], today),
            ),
        )
        for url, uses in links.items()
    ]


def seen_before(store: Store, urls: Sequence[str]) -> dict[str, Seen]:
    """What the last looks kept; a mark that cannot be read counts as none."""
    with store.look() as looking:
        kept = {url: looking.mark(mark_of(url)) for url in urls}
    return {url: seen for url, text in kept.items() if text and (seen := _read(text))}


def keep_seen(desk: Desk, reports: Sequence[LinkReport], who: str) -> None:
    """Only of those that arrived: a page that was away for a day has not changed."""
    with desk.transaction(who) as t:
        for report in reports:
            if report.visit.arrived:
                seen = {"url": report.url, "at": t.now.isoformat(), "address": report.visit.address}
                t.writing.set_mark(mark_of(report.url), json.dumps(seen | {"title": report.visit.title}))
        t.note("links.seen", summary_of(reports))


def summary_of(reports: Sequence[LinkReport]) -> str:
    """`3 links: 1 fine, 2 wrong`."""
    counted = [(sum(report.severity is severity for report in reports), severity) for severity in Severity]
    parts = ", ".join(f"{number} {severity}" for number, severity in counted if number)
    noun = "link" if len(reports) == 1 else "links"
    return f"{len(reports) or 'no'} {noun}" + (f": {parts}" if parts else "")


def mark_of(url: str) -> str:
    return f"{LINK} {hashlib.sha256(url.encode()).hexdigest()[:32]}"


def _read(text: str) -> Seen | None:
    try:
        found = json.loads(text)
        return Seen(at=datetime.fromisoformat(found["at"]), address=str(found["address"]), title=str(found["title"]))
    except (ValueError, KeyError, TypeError):
        return None
