from pathlib import Path

import pytest

from scheduler.errors import ChannelTrouble
from scheduler.model.secret import Secret
from scheduler.model.watch import Origin
from tests.counting import HOSTILE, SINCE, UNTIL, a_kit, a_source, counted
from tests.servers.raw import Raw
from tests.servers.telling import telling

CSV = b"at,count\n2026-11-23T09:00Z,5\n2026-11-23T09:30Z,2\n2026-11-23T11:00Z,7\n2026-11-23T12:00Z,90\n"
LIST = b'[{"at": "2026-11-23T09:00Z", "count": 7}, {"at": "2026-11-23T11:00Z", "count": 7}]'
LINES = b'{"at": "2026-11-23T09:00Z", "count": 7}\n{"at": "2026-11-23T11:00Z", "count": 7}\n'


@pytest.mark.parametrize("body", [CSV, LIST, LINES])
def test_times_and_counts_come_as_csv_or_json_and_gaps_stay_gaps(tmp_path: Path, body: bytes) -> None:
    with telling(lambda _: (200, body)) as server:
        found = a_source(tmp_path, Origin.URL, address=f"{server.address}/topic").count(SINCE, UNTIL)
    assert counted(found) == {"09:00": 7, "11:00": 7}
    assert "authorization" not in server.asked[0].headers


def test_the_token_that_it_wants_goes_along(tmp_path: Path) -> None:
    with telling(lambda _: (200, CSV)) as server:
        source = a_source(tmp_path, Origin.URL, address=server.address, token=Secret(env="A"))
        source.count(SINCE, UNTIL)
    assert server.asked[0].headers["authorization"] == "Bearer test-token"


@pytest.mark.parametrize(
    "body", [b"at,count\n2026-11-23T09:00Z,-5\n", b"at,count\n2026-11-23T09:00Z,1e99\n", b"", b"\xff\xfe", b"[[1, 2]]"]
)
def test_lies_and_nonsense_are_named_by_their_line(tmp_path: Path, body: bytes) -> None:
    with telling(lambda _: (200, body)) as server, pytest.raises(ChannelTrouble, match="the answer"):
        a_source(tmp_path, Origin.URL, address=server.address).count(SINCE, UNTIL)


def test_over_https_it_never_leads_into_a_private_network(tmp_path: Path) -> None:
    source = a_source(tmp_path, Origin.URL, address="https://127.0.0.1/topic", kit=a_kit(tmp_path))
    with pytest.raises(ChannelTrouble, match="not a public address"):
        source.count(SINCE, UNTIL)


@pytest.mark.parametrize("manner", [*HOSTILE])
def test_whatever_the_server_does_it_is_trouble_in_bounded_time(tmp_path: Path, manner: str) -> None:
    with Raw([HOSTILE[manner]]) as server, pytest.raises(ChannelTrouble):
        a_source(tmp_path, Origin.URL, address=server.address).count(SINCE, UNTIL)
