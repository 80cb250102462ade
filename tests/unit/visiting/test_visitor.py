import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from scheduler.model.visit import Ending, Step, Visit
from tests.strangers import HERE, PRIVATE, Web, listener, page, the_web, to

TWO_MACHINES = pytest.mark.allow_hosts([HERE, PRIVATE])
"""So that a visit that went where it must not go would arrive, and be counted."""


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    with the_web(tmp_path) as made:
        made.secure.pages["/"] = page()
        yield made


def visited(web: Web, first: tuple[int, dict[str, str], bytes]) -> Visit:
    """What became of a link whose page answers like this."""
    web.secure.pages["/start"] = first
    return web.visitor(web.at("/start"))


def test_a_page_is_seen_with_its_title(web: Web) -> None:
    found = web.visitor(web.at())

    assert found == Visit(
        steps=(Step(web.at(), 200),),
        ending=Ending.ANSWER,
        title="The petition",
        content_type="text/html; charset=utf-8",
    )
    assert found.arrived


def test_a_server_is_told_nothing_of_ours(web: Web) -> None:
    web.secure.pages["/cookie"] = (302, {"Location": "/", "Set-Cookie": "a=b"}, b"")
    assert web.visitor(web.at("/cookie")).arrived

    for _, headers in web.secure.asked:
        assert {name.lower() for name in headers} == {"host", "user-agent", "accept", "accept-encoding", "connection"}
        assert headers["User-Agent"] == "link-check"


def test_redirects_are_followed_one_by_one_with_the_address_of_each(web: Web) -> None:
    found = visited(web, to(web.at("/", "www.petition.example"), 301))

    assert found.steps == (Step(web.at("/start"), 301), Step(web.at("/", "www.petition.example"), 200))
    assert web.names.asked == ["petition.example", "www.petition.example"]


def test_the_first_step_alone_may_be_without_encryption(web: Web) -> None:
    web.plain.pages["/"] = to(web.at())

    assert web.visitor(web.plainly()).address == web.at()


@pytest.mark.parametrize("status", [404, 410, 403, 500, 503])
def test_an_answer_that_is_no_page_is_seen_as_it_is(web: Web, status: int) -> None:
    found = visited(web, (status, {}, b""))

    assert (found.ending, found.status, found.arrived) == (Ending.ANSWER, status, False)


@TWO_MACHINES
@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.2",
        "10.0.0.1",
        "169.254.169.254",
        "192.168.1.1",
        "[::1]",
        "[::ffff:7f00:2]",
        "[::ffff:10.0.0.1]",
        "0x7f000002",
        "0x7f.0.0.2",
        "2130706434",
        "0177.0.0.02",
        "127.2",
        "127.0.0.2.",
        "%31%32%37.0.0.2",
        "１２７。０．０．２",
        "localhost",
        "router.local",
        "inside.example",
    ],
)
def test_a_redirect_to_a_private_address_connects_to_none(web: Web, host: str) -> None:
    with listener() as (port, came):
        web.more_ports.add(port)
        for scheme in ("http", "https"):
            found = visited(web, (302, {"Location": f"{scheme}://{host}:{port}/".encode().decode("latin-1")}, b""))
            assert found.ending in {Ending.PRIVATE, Ending.ODD, Ending.INSECURE}
            assert len(found.steps) == 2
        assert found.ending is not Ending.INSECURE
        assert came == []


@TWO_MACHINES
def test_the_listener_of_these_tests_would_have_counted_a_visit(web: Web) -> None:
    with listener() as (port, came):
        web.more_ports.add(port)
        web.wire = replace(web.wire, allowed=lambda _: True)
        assert visited(web, to(f"https://inside.example:{port}/")).ending in {Ending.SILENT, Ending.CERTIFICATE}
        assert len(came) == 1


@TWO_MACHINES
def test_a_name_that_leads_inside_on_the_second_look_is_looked_at_once_for_each_connection(web: Web) -> None:
    with listener() as (port, came):
        web.more_ports.add(port)
        web.names.known["turning.example"] = [[HERE], [PRIVATE]]
        found = web.visitor(web.at("/", "turning.example"))
        assert found.arrived
        assert web.names.asked == ["turning.example"]

        web.names.known["turning.example"] = [[HERE], [PRIVATE]]
        found = web.visitor(web.at("/on", "turning.example"))
        web.secure.pages["/on"] = to(f"https://turning.example:{port}/")
        web.names.known["turning.example"] = [[HERE], [PRIVATE]]
        found = web.visitor(web.at("/on", "turning.example"))
        assert found.ending is Ending.PRIVATE
        assert found.trouble == "turning.example leads to 127.0.0.2, which is not a public address"
        assert came == []


@TWO_MACHINES
def test_a_name_that_leads_outside_and_inside_at_once_is_not_visited(web: Web) -> None:
    web.names.known["turning.example"] = [[HERE, PRIVATE]]

    assert web.visitor(web.at("/", "turning.example")).ending is Ending.PRIVATE
    assert web.secure.asked == []


def test_a_name_that_leads_nowhere_is_said_to(web: Web) -> None:
    found = web.visitor("https://gone.example/")

    assert (found.ending, found.trouble) == (Ending.NO_NAME, "there is no gone.example")


def test_a_link_that_is_private_itself_is_not_visited(web: Web) -> None:
    assert web.visitor(f"https://127.0.0.1:{web.secure.port}/").ending is Ending.PRIVATE
    assert web.secure.asked == []


def test_a_circle_ends(web: Web) -> None:
    web.secure.pages["/back"] = to("/start")
    found = visited(web, to("/back"))

    assert (found.ending, found.trouble) == (Ending.ROUND, "it leads round in a circle")
    assert len(web.secure.asked) == 2


@pytest.mark.parametrize(("redirects", "ending"), [(5, Ending.ANSWER), (6, Ending.ROUND)])
def test_five_redirects_are_followed_and_no_sixth(web: Web, redirects: int, ending: Ending) -> None:
    for number in range(1, redirects):
        web.secure.pages[f"/{number}"] = to(f"/{number + 1}" if number < redirects - 1 else "/")
    found = visited(web, to("/1"))

    assert found.ending is ending
    assert len(web.secure.asked) == 6


def test_nothing_leaves_encryption_once_it_has_it(web: Web) -> None:
    web.plain.pages["/"] = page()
    found = visited(web, to(web.plainly()))

    assert found.ending is Ending.INSECURE
    assert web.plain.asked == []


def test_a_page_without_encryption_is_said_to_be_so(web: Web) -> None:
    web.plain.pages["/"] = page()

    assert web.visitor(web.plainly()).ending is Ending.INSECURE


def test_a_port_that_is_not_for_everybody_is_not_asked(web: Web) -> None:
    found = visited(web, to("https://petition.example:8443/"))

    assert (found.ending, found.trouble) == (
        Ending.ODD,
        "it leads to port 8443, and pages for everybody have none",
    )


@pytest.mark.parametrize("location", ["javascript:alert(1)", "file:///etc/passwd", "https://a@petition.example/"])
def test_what_is_no_page_of_the_web_is_not_opened(web: Web, location: str) -> None:
    assert visited(web, to(location)).ending in {Ending.ODD, Ending.PRIVATE}


def test_a_server_with_another_s_certificate_is_not_believed(web: Web) -> None:
    web.names.known["stranger.example"] = [[HERE]]
    found = web.visitor(web.at("/", "stranger.example"))

    assert (found.ending, found.trouble) == (Ending.CERTIFICATE, "the server's certificate is not one to trust")
    assert web.secure.asked == []


def test_a_page_without_end_is_read_as_far_as_its_title(web: Web) -> None:
    gone = threading.Event()

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        handler.wfile.write(b"<title>Endless</title>")
        try:
            for _ in range(10_000):
                handler.wfile.write(b"x" * 65536)
        except OSError:
            gone.set()

    web.secure.pages["/"] = endless
    found = web.visitor(web.at())

    assert (found.ending, found.title) == (Ending.ANSWER, "Endless")
    assert gone.wait(10)


def test_a_page_that_drips_is_given_up_in_time(web: Web) -> None:
    over = threading.Event()

    def dripping(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not over.wait(0.05):
            handler.wfile.write(b"x")

    web.secure.pages["/"] = dripping
    web.wire = replace(web.wire, deadline=0.4)
    found = web.visitor(web.at())
    over.set()

    assert (found.ending, found.trouble) == (Ending.SILENT, "no whole answer within 0.4 s")


def test_the_whole_visit_has_a_limit_too(web: Web) -> None:
    found = replace(web.visitor, whole=0.0)(web.at())

    assert (found.ending, found.trouble, web.secure.asked) == (Ending.SILENT, "it took too long", [])


def test_a_server_that_is_not_there_is_silent(web: Web) -> None:
    with listener(HERE) as (port, _):
        web.more_ports.add(port)
    found = web.visitor(f"https://petition.example:{port}/")

    assert (found.ending, found.trouble) == (Ending.SILENT, "the server refused the connection")


def test_where_the_page_itself_goes_on_is_said_and_not_followed(web: Web) -> None:
    web.secure.pages["/"] = page(head='<meta http-equiv="Refresh" content="0; url=https://other.example/">')
    assert web.visitor(web.at()).goes_on_to == "https://other.example/"

    web.secure.pages["/"] = (200, {"Refresh": "0;URL=/elsewhere", "Content-Type": "text/html"}, b"")
    assert web.visitor(web.at()).goes_on_to == "/elsewhere"
    assert [path for path, _ in web.secure.asked] == ["/", "/"]
