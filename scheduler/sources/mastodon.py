"""Counts posts under hashtags as one server of Mastodon's kind sees them, or takes its own count of each day."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from scheduler.errors import ChannelTrouble
from scheduler.model.count import Bin
from scheduler.model.watch import DAY, Watched
from scheduler.service.attention_ports import Ours
from scheduler.sources.asking import Asking
from scheduler.sources.kit import Kit
from scheduler.sources.reading_back import Page, Post, by_the_hour, instant_of, read_back

PAGE = 40
PAGES = 60
"""For all hashtags together: 2,400 posts, a fifth of what a server lets anybody ask in five minutes."""

Said = dict[str, Any]


class MastodonSource:
    price = 0

    def __init__(self, watched: Watched, kit: Kit) -> None:
        self.id = watched.id
        self._daily = watched.daily
        self._server = (watched.server or (kit.account.server if kit.account else "") or "").rstrip("/")
        self._kit = kit

    def count(self, since: datetime, until: datetime) -> list[Bin]:
        asking = Asking(self._kit)
        return self._days(asking, since, until) if self._daily else self._hours(asking, since, until)

    def _hours(self, asking: Asking, since: datetime, until: datetime) -> list[Bin]:
        ours, tags = self._kit.ours(), self._kit.hashtags
        pages = max(3, PAGES // len(tags))

        def seen(tag: str) -> Any:
            return read_back(lambda older: self._page(asking, tag, older, ours), since, pages)

        return by_the_hour([seen(tag) for tag in tags], since, until)

    def _page(self, asking: Asking, tag: str, older: str | None, ours: Ours) -> Page:
        parameters = {"limit": str(PAGE)} | ({"max_id": older} if older else {})
        shown = self._get(asking, f"/api/v1/timelines/tag/{quote(tag, safe='')}", parameters)
        if not isinstance(shown, list):
            raise ChannelTrouble("what it shows of the hashtag cannot be read")
        posts = [post for one in shown if isinstance(one, dict) and (post := self._post(one, ours))]
        if shown and not posts:
            raise ChannelTrouble("what it shows of the hashtag cannot be read")
        return Page(posts, posts[-1].name if posts else None)

    def _post(self, said: Said, ours: Ours) -> Post | None:
        name, at = said.get("id"), instant_of(said.get("created_at"))
        if not isinstance(name, str) or not name.isascii() or at is None:
            return None
        return Post(name, at, _is_ours(said, ours))

    def _days(self, asking: Asking, since: datetime, until: datetime) -> list[Bin]:
        """Posts with two of the hashtags are in the server's count of each."""
        totals: dict[datetime, int] = {}
        for tag in self._kit.hashtags:
            found = self._get(asking, f"/api/v1/tags/{quote(tag, safe='')}", {})
            history = found.get("history") if isinstance(found, dict) else None
            if not isinstance(history, list):
                raise ChannelTrouble("it tells no history of the hashtag")
            for day, uses in filter(None, map(_day, history)):
                totals[day] = totals.get(day, 0) + uses
        return [Bin(day, uses) for day, uses in sorted(totals.items()) if since <= day < until]

    def _get(self, asking: Asking, path: str, parameters: dict[str, str]) -> Any:
        headers = {"Authorization": f"Bearer {self._kit.token()}"} if self._kit.account else {}
        return asking.get(self._server + path, parameters, headers=headers).document()


def _is_ours(said: Said, ours: Ours) -> bool:
    """Said by us, or an answer to us, or a quote of us. Ids are this server's own; addresses are everybody's."""
    account, quote = said.get("account"), said.get("quote")
    handle = str(account.get("acct", "")).casefold() if isinstance(account, dict) else ""
    quoted = quote.get("quoted_status") if isinstance(quote, dict) else None
    posts = [said, *([quoted] if isinstance(quoted, dict) else [])]
    addresses = {str(post.get(name)) for post in posts for name in ("url", "uri")}
    ids = (said.get("in_reply_to_id"), quoted.get("id") if isinstance(quoted, dict) else None)
    return (
        handle in ours.handles
        or not addresses.isdisjoint(ours.urls)
        or any(isinstance(one, str) and one in ours.ids for one in ids)
    )


def _day(said: object) -> tuple[datetime, int] | None:
    try:
        seconds, uses = int(said["day"]), int(said["uses"])  # type: ignore[index]  # whatever it is
        day = datetime.fromtimestamp(seconds, UTC)
    except (TypeError, ValueError, KeyError, OverflowError, OSError):
        return None
    whole = day == day.replace(hour=0, minute=0, second=0) and seconds % int(DAY / timedelta(seconds=1)) == 0
    return (day, uses) if whole and uses >= 0 else None
