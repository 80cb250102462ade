"""Wherever the answer to an accepted post is cut off, nothing is made of it but the right receipt, or doubt."""

import gzip
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from scheduler.channels.bluesky.channel import Bluesky
from scheduler.channels.bluesky.records import ours_in
from scheduler.channels.bluesky.sessions import Session
from scheduler.channels.bluesky.tokens import login_of
from scheduler.model.receipt import Posted, Unknown
from scheduler.rendering.networks import rule_for
from scheduler.service.ports import Channel
from tests.at_x import an_x
from tests.kits import a_kit
from tests.make import an_account
from tests.mastodons import a_mastodon, a_status
from tests.outgoing import an_outgoing, opened
from tests.servers.raw import Raw, says

Framing = Callable[[bytes], tuple[list[str], bytes]]
"""The headers that tell how long a body is, and the body as it is sent."""


def measured(body: bytes) -> tuple[list[str], bytes]:
    return [f"Content-Length: {len(body)}"], body


def until_the_end(body: bytes) -> tuple[list[str], bytes]:
    return [], body


def in_chunks(body: bytes) -> tuple[list[str], bytes]:
    pieces = [body[start : start + 20] for start in range(0, len(body), 20)]
    chunks = [f"{len(piece):x}\r\n".encode() + piece + b"\r\n" for piece in [*pieces, b""]]
    return ["Transfer-Encoding: chunked"], b"".join(chunks)


def packed(body: bytes) -> tuple[list[str], bytes]:
    return ["Content-Encoding: gzip"], gzip.compress(body, mtime=0)


def raw(status: str, document: object, framing: Framing) -> bytes:
    headers, body = framing(json.dumps(document).encode())
    return "\r\n".join([f"HTTP/1.1 {status}", "Content-Type: application/json", *headers, "", ""]).encode() + body


def a_bluesky(address: str, folder: Path) -> Channel:
    """Signed in already."""
    did, password = "did:plc:campaign", "of-nobody"
    login = login_of(address, did, password)
    session = Session(login=login, did=did, handle="a.test", server=address, access="a.b.c", refresh="d.e.f")
    (folder / "sessions").mkdir(exist_ok=True)
    (folder / "sessions" / "demo.json").write_text(json.dumps(asdict(session)))
    account = an_account(network="bluesky", server=address, handle=did)
    return Bluesky(account, a_kit(folder, rule_for("bluesky"), token=password))


def on_mastodon(address: str, folder: Path) -> tuple[Channel, str, object, str]:
    return a_mastodon(address, folder), "200 OK", a_status("109"), "109"


def on_x(address: str, _: Path) -> tuple[Channel, str, object, str]:
    return an_x(address), "201 Created", {"data": {"id": "1977", "text": "Sign."}}, "1977"


def on_bluesky(address: str, folder: Path) -> tuple[Channel, str, object, str]:
    channel = a_bluesky(address, folder)
    ours = ours_in(channel.prepare(an_outgoing("Sign.")))
    assert ours is not None
    return channel, "200 OK", {"uri": ours.uri, "cid": "bafy"}, ours.uri


@pytest.mark.parametrize("framing", [measured, until_the_end, in_chunks, packed])
@pytest.mark.parametrize("network", [on_mastodon, on_x, on_bluesky])
def test_an_answer_cut_at_any_byte_is_the_right_receipt_or_doubt(
    network: Callable[[str, Path], tuple[Channel, str, object, str]], framing: Framing, tmp_path: Path
) -> None:
    with Raw([]) as server:
        channel, status, document, name = network(server.address, tmp_path)
        whole = raw(status, document, framing)
        server.manners += [says(whole[:length]) for length in range(len(whole) + 1)]
        prepared = channel.prepare(an_outgoing("Sign."))
        outcomes = [channel.send(prepared, opened) for _ in range(len(whole) + 1)]

    assert len(server.requests) == len(whole) + 1
    assert {type(outcome) for outcome in outcomes} == {Posted, Unknown}
    assert {outcome.receipt.remote_id for outcome in outcomes if isinstance(outcome, Posted)} == {name}
    assert isinstance(outcomes[-1], Posted)


@pytest.mark.parametrize("network", [on_mastodon, on_x, on_bluesky])
@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n",
        b"HTTP/1.1 204 No Content\r\n\r\n",
        b"HTTP/1.1 206 Partial Content\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nno gzip",
        b"HTTP/1.1 403 Forbidden\r\nContent-Encoding: gzip\r\n\r\nno gzip",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000 + b"\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\n" + b"X: x\r\n" * 200 + b"\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}",
        b"HTTP/1.1 999 Odd\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    ],
    ids=range(11),
)
def test_an_answer_that_nobody_can_read_is_doubt(
    network: Callable[[str, Path], tuple[Channel, str, object, str]], answer: bytes, tmp_path: Path
) -> None:
    with Raw([says(answer)]) as server:
        channel, *_ = network(server.address, tmp_path)
        outcome = channel.send(channel.prepare(an_outgoing("Sign.")), opened)

    assert isinstance(outcome, Unknown)
    assert len(server.requests) == 1
