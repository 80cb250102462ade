"""The example campaign through a week of simulated time on three networks at once, and what became of each post."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs

from scheduler.app import App, build
from scheduler.clock import ManualClock
from scheduler.model.delivery import Delivery
from scheduler.place import Place
from scheduler.service.previewing import Wanted, preview
from tests.make import utc
from tests.reality import CREATES, Real, Shown
from tests.servers.faults import Request
from tests.servers.lossy import LossyProxy, lossy
from tests.up import UP, Network

ROOT = Path(__file__).parent.parent
MONDAY = utc("2026-11-16 00:00")
END = MONDAY + timedelta(days=7)
BEATS = timedelta(hours=6)


def sent_to_bluesky(request: Request) -> str:
    return str(json.loads(request.body)["record"]["text"])


def sent_to_mastodon(request: Request) -> str:
    return parse_qs(request.body.decode(), keep_blank_values=True)["status"][0]


def sent_to_x(request: Request) -> str:
    return str(json.loads(request.body)["text"])


SENT: dict[str, Callable[[Request], str]] = {
    "bluesky": sent_to_bluesky,
    "mastodon": sent_to_mastodon,
    "x": sent_to_x,
}
"""The text in the bytes of each network's create call."""


@dataclass(frozen=True)
class Station:
    """One account of the week: `real` is reached through `proxy`, which keeps what it carried and loses nothing."""

    real: Real
    proxy: LossyProxy
    network: Network

    def sent(self) -> list[str]:
        method, path = CREATES[self.real.network]
        read = SENT[self.real.network]
        return [read(request) for request in self.proxy.requests if (request.method, request.path) == (method, path)]

    def shown(self) -> list[Shown]:
        return self.network.shown(self.real)


@dataclass
class Week:
    """`planned` is the text of each post as the plan showed it before the week began, by key."""

    app: App
    clock: ManualClock
    places: dict[str, Station]
    planned: dict[str, str]

    def pass_by(self) -> None:
        """From due to due, with every beat four times a day."""
        work, beats_at = self.app.work, self.clock.now() + BEATS
        while self.clock.now() < END:
            to = min(instant for instant in (work.next_due(), beats_at, END) if instant is not None)
            self.clock.advance(to - self.clock.now())
            work.freeze()
            for lane in work.lanes():
                work.drain(lane)
            if to == beats_at:
                beats_at += BEATS
                for beat in work.beats():
                    beat.run()

    def rows(self) -> list[Delivery]:
        with self.app.store.look() as looking:
            return looking.deliveries(until=END)

    def previewed(self, row: Delivery) -> set[str]:
        """What preview shows of the same template, action and fact at the instant that the post was written for."""
        house = self.app.accepting.house()
        network = house.account(row.account).network
        wanted = Wanted(
            campaign=row.key.campaign,
            networks=(network,),
            template=row.template,
            action=row.action,
            fact=row.fact or "",
        )
        return {card.post.text for card in preview(house, wanted, row.due_at) if card.post is not None}


@contextmanager
def the_week(folder: Path) -> Iterator[Week]:
    clock = ManualClock(MONDAY)
    with ExitStack() as up:
        places = {}
        for name, start in UP.items():
            network = up.enter_context(start(clock))
            fresh = network.fresh()
            proxy = up.enter_context(lossy(fresh.world))
            voice = replace(fresh.voices[0], id=f"on-{name}")
            places[f"on-{name}"] = Station(replace(fresh, server=proxy.address, voices=(voice,)), proxy, network)
        write_example(folder, [place.real for place in places.values()])
        app = build(Place(folder=folder, data=folder / "data"), clock=clock, create=True)
        for place in places.values():
            place.real.let_live(app)
        current = app.accepting.current()
        assert current is not None
        plan = app.planning.look(current).plan
        shown = {str(slot.slot.key): slot.choice.post.text for slot in plan.slots if slot.choice is not None}
        app.work.open("user:anna")
        yield Week(app, clock, places, shown)


def write_example(folder: Path, networks: list[Real]) -> None:
    """The example as it lies here, spoken by these accounts, its links looked at by somebody."""
    for name in ("config", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    accounts = [line for real in networks for line in real.accounts().splitlines()[1:]]
    demo = "  - {id: demo, network: paper, limits: {gap: 20s, per_day: 40, per_week: 200}}"
    (folder / "config" / "accounts.yaml").write_text("\n".join(["accounts:", demo, *accounts, ""]))
    (folder / "config" / "awareness.yaml").write_text("git: ignore\nhorizon: 8d\n")
    campaign = folder / "config" / "campaigns" / "close-the-camps.yaml"
    names = ", ".join(name for real in networks for name in real.names)
    text = campaign.read_text().replace("verified: never", "verified: 2026-05-01 by Anna")
    campaign.write_text(re.sub(r"accounts: \[rehearsal\]", f"accounts: [{names}]", text))
