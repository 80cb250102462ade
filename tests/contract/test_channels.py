"""The contract of channels, over every network that declares its parts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.contract.channel_contract import (
    ChannelsThatCount,
    ChannelsThatDelete,
    ChannelsThatDoNotRead,
    ChannelsThatGuardKeys,
    ChannelsThatKeepGraves,
    ChannelsThatKeepKeys,
    ChannelsThatKeepNoKeys,
    ChannelsThatRead,
    ChannelsWhoseAnswersGetLost,
    EveryChannel,
    Site,
)
from tests.contract.networks import NETWORKS, Network


@pytest.fixture
def site(network: Network, tmp_path: Path) -> Iterator[Site]:
    with network.start(tmp_path) as address:
        yield Site(network, address)


def those(declare: Callable[[Network], bool]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("network", [*filter(declare, NETWORKS)], ids=lambda network: network.name)


@those(lambda _: True)
class TestEveryChannel(EveryChannel):
    pass


@those(lambda network: network.keeps_keys)
class TestChannelsThatKeepKeys(ChannelsThatKeepKeys):
    pass


@those(lambda network: not network.keeps_keys)
class TestChannelsThatKeepNoKeys(ChannelsThatKeepNoKeys):
    pass


@those(lambda network: network.guards_keys)
class TestChannelsThatGuardKeys(ChannelsThatGuardKeys):
    pass


@those(lambda network: network.creates is not None)
class TestChannelsWhoseAnswersGetLost(ChannelsWhoseAnswersGetLost):
    pass


@those(lambda network: network.capabilities.reads and network.counts)
class TestChannelsThatCount(ChannelsThatCount):
    pass


@those(lambda network: network.capabilities.reads)
class TestChannelsThatRead(ChannelsThatRead):
    pass


@those(lambda network: network.capabilities.deletes)
class TestChannelsThatDelete(ChannelsThatDelete):
    pass


@those(lambda network: network.keeps_graves)
class TestChannelsThatKeepGraves(ChannelsThatKeepGraves):
    pass


@those(lambda network: not network.capabilities.reads)
class TestChannelsThatDoNotRead(ChannelsThatDoNotRead):
    pass
