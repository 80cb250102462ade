"""Counts that an address answers with: CSV, JSON Lines, or a list in JSON."""

from datetime import datetime
from urllib.parse import urlsplit

from scheduler.errors import ChannelTrouble, FilesWrong
from scheduler.model.count import Bin
from scheduler.model.watch import Watched
from scheduler.secrecy import hold
from scheduler.sources.asking import Asking
from scheduler.sources.kit import Kit
from scheduler.sources.series import parse_series
from scheduler.sources.within import bins_within


class UrlSource:
    """Over https it leads to public addresses alone, whatever the name service says."""

    price = 0

    def __init__(self, watched: Watched, kit: Kit) -> None:
        self.id = watched.id
        self._watched = watched
        self._kit = kit

    def count(self, since: datetime, until: datetime) -> list[Bin]:
        address = self._watched.address
        headers: dict[str, str] = {}
        if self._watched.token is not None:
            token = self._kit.token()
            hold(token)
            headers["Authorization"] = f"Bearer {token}"
        asking = Asking(self._kit, public_only=urlsplit(address).scheme == "https")
        body = asking.get(address, headers=headers).body
        try:
            rows = parse_series(body.decode("utf-8-sig"), "the answer", quoting=False)
        except FilesWrong as wrong:
            raise ChannelTrouble(str(wrong.problems[0])) from None
        except UnicodeDecodeError:
            raise ChannelTrouble("the answer is not UTF-8 text") from None
        return bins_within(rows, self._watched.width, since, until)
