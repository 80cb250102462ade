"""What a look at a link comes to, in words for whoever has to decide."""

from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from scheduler.model.campaign import Verification
from scheduler.model.visit import Ending, Remark, Seen, Severity, Visit
from scheduler.model.wording import date_words

OLD = timedelta(days=180)
"""How long a verification is good for before somebody should look again."""

GONE = frozenset({404, 410})
PAGES = frozenset({"", "text/html", "application/xhtml+xml", "application/pdf", "text/plain"})


def remarks(visit: Visit, before: Seen | None) -> list[Remark]:
    """Of one visit; `before` is the last one that arrived. Never empty."""
    found = [*_elsewhere(visit), *_ended(visit), *(_changed(visit, before) if before and visit.arrived else ())]
    return found or [Remark(Severity.FINE, "the page is there" + (f": “{visit.title}”" if visit.title else ""))]


def of_verification(verifications: list[tuple[str, Verification | None]], today: date) -> list[Remark]:
    """What stands in the files, action by action."""
    never = [action for action, verified in verifications if verified is None]
    if never:
        text = f"nobody has verified it ({', '.join(never)}): no public network will carry it"
        return [Remark(Severity.LOOK, text)]
    last = max((verified.on, verified.by) for _, verified in verifications if verified is not None)
    if today - last[0] > OLD:
        text = f"{last[1]} looked at it {(today - last[0]).days} days ago: look again, and write the new day"
        return [Remark(Severity.LOOK, text)]
    return []


def worst(found: list[Remark]) -> Severity:
    return max((remark.severity for remark in found), key=list(Severity).index, default=Severity.FINE)


def same_site(one: str, other: str) -> bool:
    """Whether two hosts surely belong together: they are the same, or one lies beneath the other; `www.` says nothing.
    Hosts that lie beside each other may belong to strangers, so they do not count."""
    first, second = (host.lower().removesuffix(".").removeprefix("www.") for host in (one, other))
    short, long = sorted((first, second), key=len)
    return short == long or ("." in short and long.endswith(f".{short}"))


def _elsewhere(visit: Visit) -> Iterator[Remark]:
    """From where the link was written to where it ends, or would."""
    written, end = host_of(visit.steps[0].address), host_of(visit.address)
    unread = visit.ending in {Ending.ODD, Ending.PRIVATE}
    if len(visit.steps) > 1 and not unread and not same_site(written, end):
        text = f"it leads to {end} now; if that is meant, write {visit.address} and verify it again"
        yield Remark(Severity.WRONG, text)
    if visit.arrived and visit.goes_on_to:
        there = host_of(visit.goes_on_to) if "//" in visit.goes_on_to else written
        severity = Severity.LOOK if same_site(written, there) else Severity.WRONG
        text = f"the page itself sends a browser on to {visit.goes_on_to}; open it and see where it ends"
        yield Remark(severity, text)


def _ended(visit: Visit) -> Iterator[Remark]:
    match visit.ending:
        case Ending.ANSWER:
            yield from _answered(visit)
        case Ending.NO_NAME:
            yield Remark(Severity.WRONG, f"it is dead: {visit.trouble}; write where the page is now, or take it out")
        case Ending.PRIVATE:
            text = f"it leads into a private network, and was not followed: {visit.trouble}; take it out"
            yield Remark(Severity.WRONG, text)
        case Ending.ODD:
            yield Remark(Severity.WRONG, f"it was not followed: {visit.trouble}; write where the page is now")
        case Ending.CERTIFICATE | Ending.INSECURE:
            yield Remark(Severity.WRONG, f"it is not secure: {visit.trouble}; ask those whose page it is")
        case Ending.ROUND:
            yield Remark(Severity.WRONG, f"it opens no page: {visit.trouble}; write where the page is now")
        case Ending.SILENT:
            yield Remark(Severity.LOOK, f"it cannot be reached for now: {visit.trouble}; look again later")


def _answered(visit: Visit) -> Iterator[Remark]:
    status = visit.status or 0
    if status in GONE:
        text = f"it is dead: the page is gone ({status}); write where it is now, or take it out"
        yield Remark(Severity.WRONG, text)
    elif status >= 500:
        yield Remark(
            Severity.LOOK, f"it cannot be reached for now: the server has trouble ({status}); look again later"
        )
    elif not visit.arrived:
        yield Remark(Severity.LOOK, f"it does not open for a program ({status}); open it in a browser")
    elif (kind := visit.content_type.partition(";")[0].strip().lower()) not in PAGES:
        yield Remark(Severity.LOOK, f"it is no page but a file ({kind}); open it in a browser")


def _changed(visit: Visit, before: Seen) -> Iterator[Remark]:
    day = date_words(before.at.date())
    if not same_site(host_of(before.address), host_of(visit.address)):
        text = f"it led to {host_of(before.address)} on {day}, and leads to {host_of(visit.address)} now"
        yield Remark(Severity.LOOK, text)
    if before.title != visit.title:
        text = f"its title was “{before.title}” on {day} and is “{visit.title}” now; is it still that page?"
        yield Remark(Severity.LOOK, text)


def host_of(address: str) -> str:
    """'' where there is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
