import socket

import pytest

from scheduler.errors import FenceClosed
from scheduler.wire.crossing import Answer, Crossing, NotThroughHere, Passage, Phase, WireTrouble


@pytest.mark.parametrize(
    ("body", "document", "group"),
    [
        (b'{"id": "1"}', {"id": "1"}, {"id": "1"}),
        (b"[1]", [1], {}),
        (b"<html>", None, {}),
        (b"\xff", None, {}),
        (b"[" * 100_000, None, {}),
        (b"", None, {}),
    ],
    ids=["object", "list", "html", "no text", "too deep", "empty"],
)
def test_an_answer_is_read_as_json_or_not_at_all(body: bytes, document: object, group: object) -> None:
    answer = Answer(200, {}, body)

    assert (answer.document(), answer.group) == (document, group)


def test_a_passage_is_for_one_request() -> None:
    passage = Passage("POST", "/posts", lambda: None)
    with pytest.raises(NotThroughHere, match="GET /posts is not the create call"):
        passage.enter("GET", "/posts")
    passage.enter("POST", "/posts")
    with pytest.raises(NotThroughHere, match="a second request"):
        passage.enter("POST", "/posts")


def test_a_passage_remembers_how_far_it_came() -> None:
    def closed() -> None:
        raise FenceClosed

    stopped = Passage("POST", "/posts", closed)
    with pytest.raises(FenceClosed):
        stopped.open()
    opened = Passage("POST", "/posts", lambda: None)
    opened.open()

    assert (stopped.phase, opened.phase) == (Phase.CONNECTED, Phase.FENCED)


def test_what_is_connected_is_cut_when_the_time_is_up_and_what_comes_later_at_once() -> None:
    crossing = Crossing(0.05)
    (one, other), (late, later) = socket.socketpair(), socket.socketpair()
    with one, other, late, later:
        crossing.begin()
        crossing.guard(one)
        assert other.recv(1) == b""
        crossing.guard(late)
        assert later.recv(1) == b""
        with pytest.raises(WireTrouble, match="too slow"):
            crossing.must_be_in_time("too slow")
    assert (crossing.expired, crossing.trouble) == (True, "too slow")


def test_what_came_to_its_end_in_time_is_left_alone() -> None:
    crossing = Crossing(30)
    one, other = socket.socketpair()
    with one, other:
        crossing.begin()
        crossing.guard(one)
        crossing.end()
        crossing._expire()  # the timer that was cancelled a moment too late
        one.sendall(b"x")
        assert other.recv(1) == b"x"


def test_what_a_library_left_open_is_closed() -> None:
    crossing = Crossing(30)
    one, other = socket.socketpair()
    with one, other:
        crossing.guard(one)
        crossing.let_go()
        assert other.recv(1) == b""
