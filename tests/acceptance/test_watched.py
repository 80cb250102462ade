"""The installed service under a supervisor and a monitor: what they hear, and that neither is in the way of a post."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.patience import soon
from tests.running import CampaignFolder
from tests.servers.raw import Raw, answers, hangs


@pytest.fixture
def campaign(tmp_path: Path) -> CampaignFolder:
    campaign = CampaignFolder(tmp_path)
    campaign.write(
        "config/awareness.yaml", "git: ignore\nhorizon: 2d\nping: {url: {env: AWARENESS_PING_URL}, every: 1m}\n"
    )
    return campaign


@contextmanager
def supervisor(folder: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(folder / "notify"))
        listening.settimeout(60)
        yield listening


def test_systemd_hears_that_it_is_ready_useful_and_ending_and_a_hanging_monitor_delays_nothing(
    campaign: CampaignFolder, tmp_path: Path
) -> None:
    with supervisor(tmp_path) as listening, Raw([hangs]) as monitor:
        address = f"{monitor.address}/ping/0fd5-canary"
        with campaign.running(NOTIFY_SOCKET=str(tmp_path / "notify"), AWARENESS_PING_URL=address) as service:
            ready = listening.recv(4096).decode().split("\n")
            soon(lambda: monitor.heard)
            soon(lambda: campaign.has_said(4))
            ended = service.end()
        while "STOPPING=1" not in (last := listening.recv(4096).decode()):
            assert "WATCHDOG=1" in last

    assert ready == ["READY=1", "WATCHDOG=1", "STATUS=useful"]
    assert ended.code == 0
    assert len(monitor.heard) == 1
    assert "canary" not in ended.out + ended.err + (campaign.path / "data" / "log.jsonl").read_text()


def test_the_monitor_is_asked_and_status_says_the_pulse(campaign: CampaignFolder) -> None:
    with Raw([answers(200)]) as monitor:
        with campaign.running(AWARENESS_PING_URL=f"{monitor.address}/ping") as service:
            soon(lambda: monitor.requests)
            service.end()
        assert monitor.requests == ["GET /ping HTTP/1.1"]

    assert "\npulse      useful " in campaign.call("status").stdout
