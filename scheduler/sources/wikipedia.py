"""How often an article of Wikipedia is read each day, by people: free for everybody, and a day late."""

from datetime import UTC, datetime
from urllib.parse import quote

from scheduler.errors import ChannelTrouble
from scheduler.model.count import Bin
from scheduler.model.watch import DAY, Watched
from scheduler.sources.asking import Asking, NotFound
from scheduler.sources.kit import Kit

SERVER = "https://wikimedia.org"
VIEWS = "/api/rest_v1/metrics/pageviews/per-article"


class WikipediaSource:
    price = 0

    def __init__(self, watched: Watched, kit: Kit) -> None:
        self.id = watched.id
        article = quote(watched.article.replace(" ", "_"), safe="")
        server = (watched.server or SERVER).rstrip("/")
        self._address = f"{server}{VIEWS}/{quote(watched.project, safe='.')}/all-access/user/{article}/daily"
        self._kit = kit

    def count(self, since: datetime, until: datetime) -> list[Bin]:
        last = until - DAY
        try:
            answer = Asking(self._kit).get(f"{self._address}/{since:%Y%m%d}/{last:%Y%m%d}")
        except NotFound:  # also what it says of days that it has not counted yet
            return []
        shown = answer.group.get("items")
        if not isinstance(shown, list):
            raise ChannelTrouble("its counts cannot be read")
        found = dict(filter(None, map(_day, shown)))
        return [Bin(at, views) for at, views in sorted(found.items()) if since <= at < until]


def _day(said: object) -> tuple[datetime, int] | None:
    if not isinstance(said, dict):
        return None
    views = said.get("views")
    try:
        at = datetime.strptime(str(said.get("timestamp")), "%Y%m%d%H").replace(tzinfo=UTC)
    except ValueError:
        return None
    if isinstance(views, bool) or not isinstance(views, int) or views < 0 or at.hour:
        return None
    return at, views
