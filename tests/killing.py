"""Kills houses whose accounts are on real networks, one house after another, each with fresh accounts."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.reality import Real, Voice
from tests.servers import faults
from tests.servers.lossy import lossy
from tests.servers.mastodon_server import running_mastodon
from tests.servers.pds_server import running_pds

ROOT = Path(__file__).parent.parent
LOST = 0.2
"""The share of create calls whose answer is lost, after the network took them."""


@dataclass(frozen=True)
class Network:
    """`fresh` gives it with accounts that have said nothing, `lost` how many answers were lost on their way so far."""

    fresh: Callable[[], Real]
    lost: Callable[[], int] = lambda: 0


@dataclass
class Toll:
    """What it came to, over all houses."""

    houses: int = 0
    kills: int = 0
    on_the_wire: int = 0
    held: int = 0
    lost: int = 0
    deaths: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, found: dict[str, Any]) -> None:
        self.houses += found["houses"]
        self.kills += found["kills"]
        self.on_the_wire += found["on the wire"]
        self.held += found["held"]
        self.deaths += Counter(found["deaths"])
        self.faults += found["faults"]


def kill(network: Network, folder: Path, kills: int, seed: str) -> Toll:
    """Until there were so many kills, or one house was found wrong."""
    toll = Toll()
    while toll.kills < kills and not toll.faults:
        house, left = folder / str(toll.houses), str(kills - toll.kills)
        command = [
            sys.executable,
            "-m",
            "tests.crash",
            str(house),
            left,
            f"{seed}/{toll.houses}",
            network.fresh().write(),
        ]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if ran.returncode:
            raise RuntimeError(ran.stderr)
        toll.add(json.loads(ran.stdout))
    toll.lost = network.lost()
    return toll


@contextmanager
def bluesky() -> Iterator[Network]:
    """The real server, four accounts a house."""
    with running_pds() as pds:

        def fresh() -> Real:
            made = [(name, pds.account()) for name in ("one", "two", "three", "four")]
            voices = [Voice(id=name, secret=a.app_password, reads=a.did, handle=a.handle) for name, a in made]
            return Real(network="bluesky", server=pds.address, world=pds.address, voices=tuple(voices))

        yield Network(fresh)


@contextmanager
def mastodon() -> Iterator[Network]:
    """A server of its kind behind a proxy that loses answers, two accounts a house."""
    losses = [faults.drop, faults.reset, faults.half, faults.cut_head, faults.bad_gateway(), faults.server_error()]
    with running_mastodon() as server, lossy(server.address) as proxy:
        proxy.lose_share("POST", "/api/v1/statuses", losses, seed="killing", share=LOST)

        def fresh() -> Real:
            server.reset()
            voices = (
                Voice(id="one", secret=server.token, reads="campaign"),
                Voice(id="two", secret=server.second_token, reads="reserve"),
            )
            return Real(network="mastodon", server=proxy.address, world=server.address, voices=voices)

        yield Network(fresh, lambda: sum(bool(request.fault) for request in proxy.requests))


NETWORKS: dict[str, Callable[[], AbstractContextManager[Network]]] = {"bluesky": bluesky, "mastodon": mastodon}
