from pathlib import Path
from typing import Any

import pytest

from scheduler.errors import ChannelTrouble
from scheduler.model.watch import Origin
from scheduler.service.attention_ports import Source
from tests.counting import HOSTILE, a_source
from tests.make import utc
from tests.servers.raw import Raw
from tests.servers.telling import telling

SINCE, UNTIL = utc("2026-11-20 00:00"), utc("2026-11-23 00:00")


def views(day: str, number: Any) -> dict[str, Any]:
    return {"project": "en.wikipedia", "article": "Chechnya", "timestamp": day, "views": number}


def article(folder: Path, address: str) -> Source:
    title = "Gay concentration/camps"
    return a_source(folder, Origin.WIKIPEDIA, server=address, project="en.wikipedia", article=title, daily=True)


def test_each_day_has_its_views(tmp_path: Path) -> None:
    items = [views("2026112000", 12), views("2026112100", 0), views("2026112200", 9), views("2026112300", 4)]
    with telling(lambda _: (200, {"items": items})) as server:
        found = article(tmp_path, server.address).count(SINCE, UNTIL)
    assert [(one.at.day, one.count) for one in found] == [(20, 12), (21, 0), (22, 9)]
    where = "/api/rest_v1/metrics/pageviews/per-article/en.wikipedia/all-access/user"
    assert server.asked[0].path == f"{where}/Gay_concentration%2Fcamps/daily/20261120/20261122"


@pytest.mark.parametrize("lie", [views("2026112000", -1), views("soon", 4), views("2026112007", 4), 7, None])
def test_what_can_be_no_days_views_is_left_out(tmp_path: Path, lie: Any) -> None:
    with telling(lambda _: (200, {"items": [lie, views("2026112100", 3)]})) as server:
        assert [one.count for one in article(tmp_path, server.address).count(SINCE, UNTIL)] == [3]


def test_days_that_are_not_counted_yet_are_no_trouble(tmp_path: Path) -> None:
    with telling(lambda _: (404, {"title": "Not found."})) as server:
        assert not article(tmp_path, server.address).count(SINCE, UNTIL)


@pytest.mark.parametrize("manner", [*HOSTILE])
def test_whatever_the_server_does_it_is_trouble_in_bounded_time(tmp_path: Path, manner: str) -> None:
    with Raw([HOSTILE[manner]]) as server, pytest.raises(ChannelTrouble):
        article(tmp_path, server.address).count(SINCE, UNTIL)
