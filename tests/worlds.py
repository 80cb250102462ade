"""Where a house that is killed speaks, and what the world can read and count there."""

import json
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from scheduler.app import App
from scheduler.channels.kit import Kit
from scheduler.channels.registry import CHANNELS, Maker
from scheduler.model.account import Account
from scheduler.model.campaign import Network
from scheduler.service.ports import Channel
from tests.around import Telling
from tests.dying import CLOCK
from tests.morning import ACCOUNTS, on_paper
from tests.sinks.channel import SinkChannel, Where
from tests.sinks.running import Sink
from tests.sinks.troubles import TROUBLES, seconds_late
from tests.toll import Toll

Tell = Callable[[str], object]
Around = Callable[[Channel, Kit], Channel]
"""What stands around a channel, such as a defect that a publisher may have."""


class World(Protocol):
    """`counts`: it knows of every create call, so that asking it costs little. `deadline`: how long it may take over a
    request, as the files say it."""

    names: tuple[str, ...]
    counts: bool
    deadline: str

    def makers(self, tell: Tell) -> Mapping[Network, Maker]:
        """What speaks to it, and tells how far it came."""
        ...

    def accounts(self) -> str:
        """The file that names them."""
        ...

    def let_live(self, app: App) -> None: ...

    def look(self) -> None:
        """What it counted: the answers to what follows stay the same until the next look."""
        ...

    def rest(self) -> None:
        """Look once nothing is on its way any more."""
        ...

    def said(self) -> list[str]:
        """The keys of all that was taken."""
        ...

    def said_since(self, instant: float) -> list[str]:
        """Those taken after this instant of the machine's monotonic clock."""
        ...

    def calls(self) -> Counter[str]:
        """How many create calls came whole so far, by key."""
        ...

    def tell(self, toll: Toll) -> None:
        """What befell the calls."""
        ...


class Paper:
    """The network of every first day, which writes into a file."""

    names: tuple[str, ...] = ACCOUNTS
    counts = False
    deadline = "1s"

    def __init__(self, folder: Path) -> None:
        self._feed = folder / "data" / "paper" / "feed.jsonl"

    def makers(self, tell: Tell) -> Mapping[Network, Maker]:
        return {"paper": telling("paper", tell)}

    def accounts(self) -> str:
        return on_paper(self.names)

    def let_live(self, app: App) -> None:
        """What stays on this machine needs nobody's leave."""

    def look(self) -> None:
        """Its file is read when it is asked for."""

    def rest(self) -> None:
        """Nothing lies on its way."""

    def said(self) -> list[str]:
        return said_in(self._feed)

    def said_since(self, instant: float) -> list[str]:
        raise NotImplementedError

    def calls(self) -> Counter[str]:
        return Counter()

    def tell(self, toll: Toll) -> None: ...


class Counted(Paper):
    """A sink in the place of paper. Every house has accounts of its own there, so one serves for many."""

    counts = True

    def __init__(self, sink: Sink, house: int, around: Around | None = None) -> None:
        self.names = tuple(f"h{house}-{name}" for name in ACCOUNTS)
        self._address = urlsplit(sink.address).netloc
        self._line = HTTPConnection(self._address, timeout=60)
        self._taken: list[tuple[str, float]] = []
        self._calls: list[tuple[str, str]] = []
        self._seen = (0, 0)
        self._where = Where(sink.address, sink.dialect)
        self._around = around
        self.look()

    def makers(self, tell: Tell) -> Mapping[Network, Maker]:
        def make(account: Account, kit: Kit) -> Channel:
            channel = Telling(SinkChannel(account, kit, self._where), tell)
            return self._around(channel, kit) if self._around else channel

        return {"paper": make}

    def look(self) -> None:
        self._line.request("GET", f"/control/news?taken={self._seen[0]}&calls={self._seen[1]}")
        news: dict[str, list[Any]] = json.loads(self._line.getresponse().read())
        self._seen = (self._seen[0] + len(news["taken"]), self._seen[1] + len(news["calls"]))
        self._taken += [(post["key"], post["at"]) for post in news["taken"] if post["account"] in self.names]
        self._calls += [(key, fault) for account, key, fault in news["calls"] if account in self.names]

    def rest(self) -> None:
        longest = max((seconds_late(fault) for _, fault in self._calls), default=0.0)
        CLOCK.wait(threading.Event(), 2 * longest)
        self.look()

    def said(self) -> list[str]:
        return [key for key, _ in self._taken]

    def said_since(self, instant: float) -> list[str]:
        return [key for key, at in self._taken if at > instant]

    def calls(self) -> Counter[str]:
        return Counter(key for key, _ in self._calls)

    def tell(self, toll: Toll) -> None:
        met = [fault for _, fault in self._calls if fault]
        toll.calls += len(self._calls)
        toll.faulty += len(met)
        toll.silent += sum(TROUBLES[fault].silent for fault in met if fault in TROUBLES)


def telling(network: str, tell: Tell) -> Maker:
    return lambda account, kit: Telling(CHANNELS[network](account, kit), tell)


def said_in(feed: Path) -> list[str]:
    """The keys of a feed, in order; a torn last line was never taken."""
    whole = feed.read_text().split("\n")[:-1] if feed.exists() else []
    return [line["post"]["key"] for line in map(json.loads, whole) if line["event"] == "posted"]
