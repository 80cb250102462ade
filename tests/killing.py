"""Kills houses whose accounts are on real networks, one house after another, each with fresh accounts."""

from pathlib import Path

from tests.crash import crashed
from tests.toll import Toll
from tests.up import Network


def kill(network: Network, folder: Path, kills: int, seed: str) -> Toll:
    """Until there were so many kills, or one house was found wrong."""
    toll = Toll()
    while toll.kills < kills and not toll.faults:
        toll += crashed(folder, kills - toll.kills, f"{seed}/{toll.houses}", network.fresh().write())
    return toll
