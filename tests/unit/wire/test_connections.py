import ssl
import threading
from functools import partial
from pathlib import Path

import pytest
import requests
import trustme

from scheduler.errors import FenceClosed
from scheduler.wire.crossing import WireTrouble
from scheduler.wire.door import Door, Session, Wire
from tests.servers.proxies import SOCKS, Proxy, Tunnel
from tests.servers.raw import Raw, answers, closes


@pytest.mark.parametrize(("kind", "scheme"), [(SOCKS, "socks5h"), (Tunnel, "http")])
def test_a_proxy_carries_everything_over_the_same_fence(kind: type[Proxy], scheme: str, tmp_path: Path) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("network.example").configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    with Raw([answers(201)], tls=context) as network, kind() as proxy:
        wire = Wire(deadline=5, proxy=f"{scheme}://127.0.0.1:{proxy.port}", ca=str(tmp_path / "ca.pem"))
        way = Door(wire)
        heard: list[int] = []
        address = f"https://network.example:{network.port}/posts"
        found = way.create(
            "POST", "/posts", lambda: heard.append(len(network.heard)), lambda: way.session.post(address)
        )

        def closed() -> None:
            raise FenceClosed("stopped")

        with pytest.raises(FenceClosed):
            way.create("POST", "/posts", closed, lambda: way.session.post(address))

        assert found.answer is not None, found.trouble
        assert heard == [0]
        assert network.requests == ["POST /posts HTTP/1.1"]
        assert proxy.reached == [("network.example", network.port)] * 2


def test_plain_requests_go_through_a_proxy_too() -> None:
    with Raw([answers(200)]) as network, SOCKS() as proxy:
        way = Door(Wire(deadline=5, proxy=f"socks5h://127.0.0.1:{proxy.port}"))
        way.ask(lambda: way.session.get(f"http://network.example:{network.port}/"))

        assert proxy.reached == [("network.example", network.port)]


@pytest.mark.allow_hosts(["127.0.0.1", "127.0.0.2"])
def test_the_first_that_answers_of_the_addresses_that_were_looked_at_is_taken() -> None:
    with Raw([answers(200)]) as network:
        asked: list[str] = []

        def resolve(name: str, port: int) -> list[str]:
            asked.append(name)
            return ["127.0.0.2", "127.0.0.1"]

        way = Door(Wire(deadline=5, public_only=True, resolve=resolve, allowed=lambda _: True))
        way.ask(partial(way.session.get, f"http://network.example:{network.port}/"))

        assert asked == ["network.example"]
        assert len(network.heard) == 1


def test_nothing_goes_past_the_door() -> None:
    with Raw([answers(200)]) as network:
        session = Session(Wire(deadline=5))
        adapter = session.get_adapter(network.address)
        with pytest.raises(WireTrouble, match="past the door"):
            adapter.send(requests.Request("GET", network.address).prepare())

        assert network.heard == []


def test_a_private_address_is_never_connected_to_where_only_public_ones_may_be() -> None:
    with Raw([answers(200)]) as network:
        way = Door(Wire(deadline=5, public_only=True))
        for host in "127.0.0.1", "[::ffff:127.0.0.1]":
            with pytest.raises(WireTrouble, match="not a public address"):
                way.ask(partial(way.session.get, f"http://{host}:{network.port}/"))

        assert network.heard == []


def test_a_name_service_that_does_not_answer_ends_with_the_time_of_the_request() -> None:
    answered = threading.Event()

    def resolve(name: str, port: int) -> list[str]:
        answered.wait(30)
        return ["127.0.0.1"]

    with Raw([closes]) as network:  # the thread that was given up connects after all, and leaves without a word
        way = Door(Wire(deadline=0.2, public_only=True, resolve=resolve, allowed=lambda _: True))
        with pytest.raises(WireTrouble, match=r"^connecting took too long$"):
            way.ask(lambda: way.session.get(f"http://network.example:{network.port}/"))
        fenced: list[bool] = []
        address = f"http://network.example:{network.port}/posts"
        passed = way.create("POST", "/posts", lambda: fenced.append(True), lambda: way.session.post(address))
        assert (passed.sent, passed.trouble, fenced) == (False, "connecting took too long", [])
        answered.set()
        assert not any(network.heard)
