"""Looks a post up in the account's own timeline, by its text: X keeps nothing else that it could be known by."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta

from scheduler.channels.x.posts import Page, Shown, says
from scheduler.channels.x.wire import Wire
from scheduler.errors import ChannelTrouble
from scheduler.model.receipt import Absent, CannotTell, Finding, Found, Receipt

BEFORE = timedelta(minutes=2)
"""How far X's clock may be behind ours."""

PAGES = 5


def beginning(wire: Wire) -> datetime:
    """The earliest instant that X may give the post."""
    return wire.since - BEFORE


def paged(turn: Callable[[str | None], Page]) -> Iterator[Page]:
    """The pages of a timeline; `turn` gets one by its token (None: the first). Raises ChannelTrouble where there is
    more than anybody wants to pay for."""
    token = None
    for _ in range(PAGES):
        page = turn(token)
        yield page
        token = page.meta.next_token
        if token is None:
            return
    raise ChannelTrouble(f"the timeline has more than {PAGES} pages, and no more are looked at")


def finding_in(
    pages: Iterable[Page], wire: Wire, receipt: Callable[[str, datetime], Receipt], trouble: str = ""
) -> Finding:
    """Where several say the same, the earliest: it is the one that the others repeat. `trouble`: why there are not
    more pages."""
    seen = list[Shown]()
    try:
        for page in pages:
            seen += page.data
            trouble = "X left something out of its answer" if page.errors else trouble
    except ChannelTrouble as stopped:
        trouble = str(stopped)
    posts = "1 post" if len(seen) == 1 else f"{len(seen)} posts"
    where = f"the {posts} that X shows since {beginning(wire).astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    same = [shown for shown in seen if says(shown, wire.body.text, len(wire.body.media_ids))]
    if same:
        first = min(same, key=lambda shown: (shown.created_at, int(shown.id)))
        evidence = f"{len(same)} of {where} with this text"
        return Found(
            receipt=receipt(first.id, first.created_at.astimezone(UTC)), evidence=evidence, looked_at=len(seen)
        )
    if trouble:
        return CannotTell(reason=f"{trouble}; none of {where} has this text", looked_at=len(seen))
    evidence = f"none of {where} has this text; a timeline may lag, so that is no proof"
    return Absent(evidence=evidence, looked_at=len(seen))
