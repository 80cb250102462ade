"""Counts posts under hashtags by Bluesky's search, which by now mostly wants to know who asks."""

import json
from datetime import datetime
from typing import Any

from scheduler.errors import ChannelLocked, ChannelTrouble
from scheduler.model.count import Bin
from scheduler.model.watch import Watched
from scheduler.secrecy import hold
from scheduler.service.attention_ports import Ours
from scheduler.sources.asking import Asking
from scheduler.sources.kit import Kit
from scheduler.sources.reading_back import Page, Post, by_the_hour, instant_of, read_back
from scheduler.sources.sessions import Sessions

OPEN = "https://api.bsky.app"
SERVER = "https://bsky.social"
SIGN_IN = "/xrpc/com.atproto.server.createSession"
SEARCH = "/xrpc/app.bsky.feed.searchPosts"
PAGE = 100
PAGES = 60

Said = dict[str, Any]


class BlueskySource:
    price = 0

    def __init__(self, watched: Watched, kit: Kit) -> None:
        self.id = watched.id
        given = watched.server or (kit.account.server if kit.account else None)
        self._server = (given or (SERVER if kit.account else OPEN)).rstrip("/")
        self._kit = kit
        account = kit.account.id if kit.account else ""
        self._sessions = Sessions(kit.data / "sessions" / f"{account}.search.json")

    def count(self, since: datetime, until: datetime) -> list[Bin]:
        asking, ours, tags = Asking(self._kit), self._kit.ours(), self._kit.hashtags
        pages = max(3, PAGES // len(tags))
        times = {"since": _written(since), "until": _written(until)}

        def seen(tag: str) -> Any:
            return read_back(lambda older: self._page(asking, tag, older, times, ours), since, pages)

        return by_the_hour([seen(tag) for tag in tags], since, until)

    def _page(self, asking: Asking, tag: str, older: str | None, times: dict[str, str], ours: Ours) -> Page:
        parameters = (
            {"q": f"#{tag}", "sort": "latest", "limit": str(PAGE)} | times | ({"cursor": older} if older else {})
        )
        found = self._searched(asking, parameters)
        shown = found.get("posts") if isinstance(found, dict) else None
        if not isinstance(shown, list):
            raise ChannelTrouble("what the search found cannot be read")
        posts = [post for one in shown if isinstance(one, dict) and (post := _post(one, ours))]
        if shown and not posts:
            raise ChannelTrouble("what the search found cannot be read")
        cursor = found.get("cursor")
        return Page(posts, cursor if isinstance(cursor, str) and cursor and posts else None)

    def _searched(self, asking: Asking, parameters: dict[str, str]) -> Any:
        if self._kit.account is None:
            return asking.get(self._server + SEARCH, parameters).document()
        access = self._access(asking)
        try:
            return self._asked(asking, parameters, access)
        except ChannelTrouble as trouble:
            if not isinstance(trouble, ChannelLocked) and "400" not in str(trouble):
                raise  # an ended session, which it is after two hours, is a 400 or a 401
        return self._asked(asking, parameters, self._access(asking, stale=access))

    def _asked(self, asking: Asking, parameters: dict[str, str], access: str) -> Any:
        headers = {"Authorization": f"Bearer {access}"}
        return asking.get(self._server + SEARCH, parameters, headers=headers).document()

    def _access(self, asking: Asking, stale: str = "") -> str:
        password, name = self._kit.token(), self._kit.account.handle if self._kit.account else None
        hold(password)
        body = json.dumps({"identifier": name or "", "password": password})
        now = self._kit.clock.now()
        return self._sessions.access(f"{self._server} {body}", now, lambda: self._sign_in(asking, body), stale)

    def _sign_in(self, asking: Asking, body: str) -> str:
        given = asking.post(self._server + SIGN_IN, body.encode(), {"Content-Type": "application/json"})
        access = given.group.get("accessJwt")
        if not isinstance(access, str) or not access.isascii() or not access.isprintable():
            raise ChannelTrouble("the server signed us in and gave no session")
        hold(access)
        return access


def _post(said: Said, ours: Ours) -> Post | None:
    """When it was said its author says, and the network when it heard of it: the earlier is what the search goes by."""
    record, author = (found if isinstance(found := said.get(name), dict) else {} for name in ("record", "author"))
    instants = [at for at in (instant_of(said.get("indexedAt")), instant_of(record.get("createdAt"))) if at]
    name = said.get("uri")
    if not isinstance(name, str) or not instants:
        return None
    handles = {str(author.get(key, "")).casefold() for key in ("handle", "did")}
    mentioned = ours.ids.intersection(_leads_to(record))
    return Post(name, min(instants), name in ours.ids or bool(mentioned) or not handles.isdisjoint(ours.handles))


def _leads_to(record: Said) -> set[str]:
    """The posts that this one answers or quotes, by their addresses in the network."""
    reply, embed = record.get("reply"), record.get("embed")
    parts = [reply.get(name) for name in ("parent", "root")] if isinstance(reply, dict) else []
    if isinstance(embed, dict):
        quoted = embed.get("record")
        parts += [quoted, quoted.get("record") if isinstance(quoted, dict) else None]
    return {str(part["uri"]) for part in parts if isinstance(part, dict) and "uri" in part}


def _written(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}.000Z"
