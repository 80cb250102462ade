"""Looks for a post among all that its account has said at a server of Mastodon's kind."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from scheduler.channels.mastodon.calls import Calls
from scheduler.channels.mastodon.statuses import Saying, Status, id_of, is_it, read_status
from scheduler.errors import ChannelTrouble
from scheduler.model.receipt import Absent, CannotTell, Finding, Found

PAGE = 40
PAGES = 25
"""A thousand posts: more than any account of ours says in the day within which a doubt is settled."""


class Timeline:
    """The posts of one account, the newest first, read page by page until they are older than a post can be."""

    def __init__(self, calls: Calls, account_id: str) -> None:
        self._calls = calls
        self._account = account_id

    def find(self, saying: Saying) -> Finding:
        """Raises ChannelTrouble where a page cannot be had."""
        return self.find_all([saying])[0]

    def find_all(self, sayings: Sequence[Saying]) -> list[Finding]:
        """A finding for each, from one look. Raises ChannelTrouble where a page cannot be had."""
        earliest = min(saying.created_after for saying in sayings)
        looked_at, statuses, trouble = 0, list[Status](), ""
        for page in self._pages():
            read = [status for shown in page if (status := read_status(shown, self._calls.server))]
            statuses += read
            looked_at += len(page)
            if not page or (read and read[-1].at < earliest):
                break
        else:
            trouble = f"the {looked_at} newest posts of the account do not reach back to {_said(earliest)}"
        if not trouble and len(statuses) < looked_at:
            trouble = f"{looked_at - len(statuses)} of the {looked_at} newest posts of the account cannot be read"
        return [_finding(saying, statuses, looked_at, trouble) for saying in sayings]

    def _pages(self) -> Iterator[list[Any]]:
        older: str | None = None
        seen = set[str]()
        for _ in range(PAGES):
            page = self._page(older)
            yield page
            names = {name for shown in page if (name := id_of(shown))}
            older = id_of(page[-1]) if page else None
            if older is None or seen & names:
                return  # it gives the same page for ever
            seen |= names

    def _page(self, older: str | None) -> list[Any]:
        answer = self._calls.ask(
            lambda client: client.account_statuses(self._account, exclude_reblogs=True, limit=PAGE, max_id=older)
        )
        page = answer.document()
        if not isinstance(page, list):
            raise ChannelTrouble("the posts of the account cannot be read")
        return page


def _finding(saying: Saying, statuses: list[Status], looked_at: int, trouble: str) -> Finding:
    matches = [status for status in statuses if is_it(saying, status)]
    return CannotTell(reason=trouble) if trouble and not matches else verdict(saying, matches, looked_at)


def verdict(saying: Saying, matches: list[Status], looked_at: int) -> Finding:
    """The earliest of several is ours: any other was said, or sent, after it."""
    if not matches:
        return Absent(
            evidence=f"none of its {looked_at} newest posts, back to {_said(saying.created_after)}, says this"
        )
    first = min(matches, key=lambda status: status.at)
    several = f"; {len(matches)} posts say this, and it is the earliest" if len(matches) > 1 else ""
    return Found(receipt=first.receipt, evidence=f"post {first.id} of {_said(first.at)} says this{several}")


def _said(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
