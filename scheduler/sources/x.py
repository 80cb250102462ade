"""Counts posts under hashtags by X's own counts of each hour, of which each request is paid for."""

import base64
from datetime import datetime, timedelta
from urllib.parse import quote

from scheduler.errors import ChannelLocked, ChannelTrouble
from scheduler.model.count import HOUR, Bin
from scheduler.model.watch import Watched
from scheduler.secrecy import hold
from scheduler.sources.asking import Asking
from scheduler.sources.kit import Kit
from scheduler.sources.reading_back import instant_of

SERVER = "https://api.x.com"
BEARER = "/oauth2/token"
COUNTS = "/2/tweets/counts/recent"
PRICE = 5_000
"""Millionths of a US dollar for one request for counts, as X's price list had it in 2026."""

REACH = timedelta(days=7) - HOUR
"""What is older X does not tell, and refuses the whole request for."""

LONGEST_QUERY = 512


class XSource:
    """The counts are asked for in the name of the app, not of the account: X wants it so."""

    price = PRICE

    def __init__(self, watched: Watched, kit: Kit) -> None:
        self.id = watched.id
        self._server = ((kit.account.server if kit.account else None) or SERVER).rstrip("/")
        self._kit = kit
        self._bearer = ""

    def count(self, since: datetime, until: datetime) -> list[Bin]:
        asking = Asking(self._kit)
        since = max(since, until - REACH)
        if not self._bearer:
            self._grant(asking)
        try:
            answer = asking.get(
                self._server + COUNTS,
                {
                    "query": self._query(),
                    "granularity": "hour",
                    "start_time": f"{since:%Y-%m-%dT%H:%M:%SZ}",
                    "end_time": f"{until:%Y-%m-%dT%H:%M:%SZ}",
                },
                headers={"Authorization": f"Bearer {self._bearer}"},
            )
        except ChannelLocked:
            self._bearer = ""
            raise
        shown = answer.group.get("data")
        if not isinstance(shown, list):
            raise ChannelTrouble("its counts cannot be read")
        found = dict(filter(None, map(_bin, shown)))
        return [Bin(at, number) for at, number in sorted(found.items()) if since <= at < until]

    def _query(self) -> str:
        """Without what we say, what is said to us, and reposts of it."""
        tags = " OR ".join(f"#{tag}" for tag in self._kit.hashtags)
        query = f"({tags})"
        for handle in sorted(self._kit.ours().handles):
            without = f" -from:{handle} -to:{handle} -retweets_of:{handle}"
            if len(query) + len(without) > LONGEST_QUERY:
                break
            query += without
        return query

    def _grant(self, asking: Asking) -> None:
        parts = self._kit.token().strip().split(":")
        for part in parts:
            hold(part)
        if len(parts) != 4:
            raise ChannelLocked("the account's token is none for X; see `awareness login`")
        key = base64.b64encode(f"{quote(parts[0], safe='')}:{quote(parts[1], safe='')}".encode()).decode()
        hold(key)
        headers = {"Authorization": f"Basic {key}", "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8"}
        answer = asking.post(self._server + BEARER, b"grant_type=client_credentials", headers)
        bearer = answer.group.get("access_token")
        if not isinstance(bearer, str) or not bearer.isascii() or not bearer.isprintable():
            raise ChannelTrouble("X gave no token for the app")
        hold(bearer)
        self._bearer = bearer


def _bin(said: object) -> tuple[datetime, int] | None:
    """None: it is no whole hour with a count."""
    if not isinstance(said, dict):
        return None
    start, end, number = instant_of(said.get("start")), instant_of(said.get("end")), said.get("tweet_count")
    if start is None or end is None or end - start != HOUR or isinstance(number, bool) or not isinstance(number, int):
        return None
    return (start, number) if number >= 0 else None
