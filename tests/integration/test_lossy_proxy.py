"""The proxy that loses answers: what the client sees of each fault, and what the network behind it received."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection

import pytest
import requests

from tests.patience import soon
from tests.servers import faults
from tests.servers.faults import Fault
from tests.servers.lossy import LossyProxy, lossy
from tests.servers.taking import ANSWER, Network, taking


@pytest.fixture
def network() -> Iterator[Network]:
    with taking() as network:
        yield network


@pytest.fixture
def proxy(network: Network) -> Iterator[LossyProxy]:
    with lossy(network.address) as proxy:
        yield proxy


def post(proxy: LossyProxy, text: str = "hello", *, timeout: float = 20) -> requests.Response:
    return requests.post(
        f"{proxy.address}/statuses?x=1",
        data=text.encode(),
        headers={"Idempotency-Key": "k"},
        timeout=timeout,
        allow_redirects=False,
    )


def raw(proxy: LossyProxy) -> bytes:
    """All bytes that come back until the line closes."""
    connection = HTTPConnection(proxy.address.removeprefix("http://"), timeout=20)
    connection.request("POST", "/statuses", b"hello")
    came = b""
    while some := connection.sock.recv(4096):
        came += some
    connection.close()
    return came


def test_what_nothing_was_planned_for_goes_through_unchanged(proxy: LossyProxy, network: Network) -> None:
    assert post(proxy).content == ANSWER
    assert network.taken == [("POST", "/statuses?x=1", "k", b"hello")]

    seen = proxy.requests[0]
    assert (seen.method, seen.path, seen.headers["idempotency-key"], seen.body) == network.taken[0]
    assert (seen.passed, seen.fault) == (True, "")


def test_a_line_is_kept_for_the_next_request(proxy: LossyProxy) -> None:
    connection = HTTPConnection(proxy.address.removeprefix("http://"), timeout=20)
    for _ in range(2):
        connection.request("POST", "/statuses", b"hello")
        assert connection.getresponse().read() == ANSWER
        assert connection.sock
    connection.close()


def test_a_body_in_chunks_is_passed_on_whole(proxy: LossyProxy, network: Network) -> None:
    requests.post(f"{proxy.address}/statuses", data=iter([b"hel", b"lo"]), timeout=20)

    assert network.taken[0][3] == b"hello"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (faults.drop, "RemoteDisconnected"),
        (faults.reset, "ConnectionResetError"),
        (faults.half, "IncompleteRead"),
        (faults.cut_status, "BadStatusLine"),
    ],
    ids=str,
)
def test_a_lost_answer_is_lost_after_the_network_took_the_request(
    proxy: LossyProxy, network: Network, fault: Fault, error: str
) -> None:
    proxy.lose("POST", "/statuses", fault)

    with pytest.raises(requests.RequestException) as caught:
        post(proxy)

    assert error in repr(caught.value)
    assert len(network.taken) == 1
    assert (proxy.requests[0].passed, proxy.requests[0].fault) == (True, fault.name)
    assert post(proxy).content == ANSWER


def test_headers_that_are_cut_off_end_in_the_middle_of_one(proxy: LossyProxy, network: Network) -> None:
    proxy.lose("POST", "/statuses", faults.cut_head)

    came = raw(proxy)

    assert came.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"\r\n\r\n" not in came
    assert len(network.taken) == 1


def test_half_a_body_stands_under_the_length_of_the_whole(proxy: LossyProxy) -> None:
    proxy.lose("POST", "/statuses", faults.half)

    head, _, body = raw(proxy).partition(b"\r\n\r\n")

    assert f"Content-Length: {len(ANSWER)}".encode() in head
    assert body == ANSWER[: len(ANSWER) // 2]


@pytest.mark.parametrize(
    ("fault", "status", "header", "body"),
    [
        (faults.bad_gateway(), 502, ("Content-Type", "text/html"), faults.HTML),
        (faults.server_error(), 500, ("Retry-After", None), b"went wrong"),
        (faults.server_error(503, retry_after="7"), 503, ("Retry-After", "7"), b"went wrong"),
        (faults.not_json(), 200, ("Content-Type", "text/html"), faults.HTML),
    ],
    ids=str,
)
def test_another_answer_takes_the_place_of_that_of_a_network_that_took_it(
    proxy: LossyProxy, network: Network, fault: Fault, status: int, header: tuple[str, str | None], body: bytes
) -> None:
    proxy.lose("POST", "/statuses", fault)

    answer = post(proxy)

    assert (answer.status_code, answer.headers.get(header[0])) == (status, header[1])
    assert body in answer.content
    assert len(network.taken) == 1


@pytest.mark.parametrize(
    ("fault", "status", "header"),
    [
        (faults.redirect("http://127.0.0.1:1/elsewhere"), 302, ("Location", "http://127.0.0.1:1/elsewhere")),
        (faults.unauthorized(), 401, ("Content-Type", "application/json")),
        (faults.too_many({"X-RateLimit-Remaining": "0"}), 429, ("X-RateLimit-Remaining", "0")),
        (faults.answering(418), 418, ("Content-Length", "0")),
    ],
    ids=str,
)
def test_an_answer_in_the_networks_stead_lets_nothing_reach_it(
    proxy: LossyProxy, network: Network, fault: Fault, status: int, header: tuple[str, str]
) -> None:
    proxy.lose("POST", "/statuses", fault)

    answer = post(proxy)

    assert (answer.status_code, answer.headers[header[0]]) == (status, header[1])
    assert network.taken == []
    assert proxy.passed("POST") == []
    assert len(proxy.requests) == 1


def test_what_is_refused_never_reached_the_network(proxy: LossyProxy, network: Network) -> None:
    proxy.lose("POST", "/statuses", faults.refuse)

    with pytest.raises(requests.ConnectionError, match="without response"):
        post(proxy)

    assert network.taken == []


def test_an_answer_hangs_while_the_client_waits(proxy: LossyProxy, network: Network) -> None:
    proxy.lose("POST", "/statuses", faults.hang())

    with pytest.raises(requests.ReadTimeout):
        post(proxy, timeout=0.1)

    assert soon(lambda: len(network.taken)) == 1
    assert proxy.requests[0].fault == "hang"


def test_an_answer_that_hung_comes_when_it_is_let_go(proxy: LossyProxy, network: Network) -> None:
    gate = threading.Event()
    proxy.lose("POST", "/statuses", faults.hang(gate))
    answers: list[requests.Response] = []
    client = threading.Thread(target=lambda: answers.append(post(proxy)))
    client.start()

    soon(lambda: network.taken)
    gate.set()
    client.join()

    assert [answer.content for answer in answers] == [ANSWER]


def test_a_late_request_arrives_when_its_client_has_long_gone(proxy: LossyProxy, network: Network) -> None:
    gate = threading.Event()
    proxy.lose("POST", "/statuses", faults.late(gate))

    with pytest.raises(requests.ReadTimeout):
        post(proxy, timeout=0.1)
    assert not soon(lambda: proxy.requests)[0].passed
    assert network.taken == []

    gate.set()

    assert soon(lambda: network.taken) == [("POST", "/statuses?x=1", "k", b"hello")]


def test_a_slow_answer_outlasts_a_limit_that_each_single_read_keeps(proxy: LossyProxy) -> None:
    proxy.lose("POST", "/statuses", faults.slow(interval=0.002), faults.slow(interval=0.002, most=40))

    assert post(proxy, timeout=5).content == ANSWER
    assert len(raw(proxy)) == 40


def test_a_slow_answer_hurries_when_told(proxy: LossyProxy) -> None:
    gate = threading.Event()
    gate.set()
    proxy.lose("POST", "/statuses", faults.slow(gate, interval=3600))

    assert post(proxy).content == ANSWER


def test_faults_are_taken_in_turn_by_the_requests_they_were_planned_for(proxy: LossyProxy, network: Network) -> None:
    proxy.lose("POST", "/other", faults.unauthorized())
    proxy.lose("POST", r"/stat\w+", faults.unauthorized(), faults.too_many())
    proxy.lose("GET", ".*", faults.unauthorized())

    assert [post(proxy).status_code for _ in range(3)] == [401, 429, 200]
    proxy.lose("POST", ".*", faults.unauthorized())
    proxy.mend()
    assert post(proxy).status_code == 200
    assert len(network.taken) == len(proxy.passed("POST", "/statuses")) == 2


def test_a_share_falls_on_the_same_requests_for_the_same_seed(network: Network) -> None:
    def fate(seed: str) -> list[int]:
        with lossy(network.address) as proxy:
            proxy.lose_share("POST", "/statuses", [faults.unauthorized(), faults.bad_gateway()], seed=seed, share=0.4)
            return [post(proxy).status_code for _ in range(20)]

    first = fate("spring")

    assert first == fate("spring") != fate("autumn")
    assert set(first) == {200, 401, 502}


def test_the_end_waits_for_nobody(network: Network) -> None:
    before = threading.active_count()
    with lossy(network.address) as proxy:
        proxy.lose("POST", "/statuses", faults.hang(), faults.late(threading.Event()), faults.slow(interval=3600))
        clients = [threading.Thread(target=lose_all, args=(proxy,)) for _ in range(3)]
        for client in clients:
            client.start()
        soon(lambda: len(proxy.requests) == 3 and len(network.taken) == 2)
        idle = HTTPConnection(proxy.address.removeprefix("http://"), timeout=20)
        idle.connect()

    for client in clients:
        client.join()
    idle.close()
    assert soon(lambda: threading.active_count() == before)
    assert len(network.taken) == 2


def lose_all(proxy: LossyProxy) -> None:
    with suppress(requests.RequestException):
        post(proxy)


def test_a_request_that_does_not_come_whole_is_none(proxy: LossyProxy, network: Network) -> None:
    connection = HTTPConnection(proxy.address.removeprefix("http://"), timeout=20)
    connection.putrequest("POST", "/statuses")
    connection.putheader("Content-Length", "5")
    connection.endheaders(b"hel")
    connection.close()

    post(proxy)

    assert len(proxy.requests) == len(network.taken) == 1


def test_a_network_that_is_not_there_closes_the_line() -> None:
    with lossy("http://127.0.0.1:9") as proxy:
        with pytest.raises(requests.ConnectionError):
            post(proxy)
        assert not proxy.requests[0].passed
