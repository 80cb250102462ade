"""A post to X whose answer is lost is looked up, and never sent a second time."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.channels.x.channel import X
from scheduler.errors import StoreBusy
from scheduler.model.account import Profile
from scheduler.model.receipt import Absent, Found, Image, Posted, Prepared, Unknown
from scheduler.rendering.networks import rule_for
from tests.at_x import an_x, at_x, token_of
from tests.drawn import a_picture
from tests.kits import a_kit
from tests.make import an_account
from tests.outgoing import NINE, an_outgoing, opened
from tests.patience import soon
from tests.servers import faults
from tests.servers.faults import Fault
from tests.servers.lossy import LossyProxy, lossy
from tests.servers.x_fake import FakeX

CREATE = ("POST", "/2/tweets")

BRIEF = 0.5
ENDLESS = {"hang", "slow"}
"""Faults that only a deadline ends."""

LOST = [
    faults.drop,
    faults.reset,
    faults.half,
    faults.cut_status,
    faults.cut_head,
    faults.hang(),
    faults.slow(),
    faults.bad_gateway(),
    faults.server_error(503),
    faults.not_json(),
]


@pytest.fixture
def x() -> Iterator[FakeX]:
    with at_x() as fake:
        yield fake


@pytest.fixture
def proxy(x: FakeX) -> Iterator[LossyProxy]:
    with lossy(x.address) as between:
        yield between


def through(proxy: LossyProxy, deadline: float = 20) -> X:
    return an_x(proxy.address, deadline=deadline)


def prepared(x: FakeX, kind: str) -> Prepared:
    pictures = (Image(content=a_picture(), alt="A banner"),) if kind == "a picture" else ()
    return an_x(x.address).prepare(replace(an_outgoing("Sign."), pictures=pictures))


@pytest.mark.parametrize("kind", ["a text", "a picture"])
@pytest.mark.parametrize("fault", LOST, ids=str)
def test_what_x_took_is_in_doubt_then_found_and_is_one_post(
    x: FakeX, proxy: LossyProxy, fault: Fault, kind: str
) -> None:
    post = prepared(x, kind)
    proxy.lose(*CREATE, fault)
    assert isinstance(through(proxy, BRIEF if fault.name in ENDLESS else 20).send(post, opened), Unknown)

    soon(lambda: x.texts() == ["Sign."])
    found = through(proxy).find(post)
    assert isinstance(found, Found)
    assert found.receipt.remote_id == x.posts[0].id
    assert not through(proxy).resend_safe(post, NINE, NINE)
    assert len(proxy.passed(*CREATE)) == 1
    assert x.texts() == ["Sign."]


def test_a_look_up_whose_answer_is_lost_too_leaves_the_doubt_for_the_next(x: FakeX, proxy: LossyProxy) -> None:
    post = prepared(x, "a text")
    proxy.lose(*CREATE, faults.drop)
    proxy.lose("GET", "/2/users/[0-9]+/tweets", faults.half)
    assert isinstance(through(proxy).send(post, opened), Unknown)
    assert not isinstance(through(proxy).find(post), Found | Absent)
    assert isinstance(through(proxy).find(post), Found)


def test_what_never_arrived_is_in_doubt_and_its_absence_is_no_leave_to_repeat(x: FakeX, proxy: LossyProxy) -> None:
    post = prepared(x, "a text")
    proxy.lose(*CREATE, faults.refuse)
    assert isinstance(through(proxy).send(post, opened), Unknown)

    finding = through(proxy).find(post)
    assert isinstance(finding, Absent)
    assert "no proof" in finding.evidence
    assert not through(proxy).resend_safe(post, NINE, NINE)


def test_what_arrives_after_it_was_looked_for_is_found_by_the_next_look(x: FakeX, proxy: LossyProxy) -> None:
    post, gate = prepared(x, "a text"), threading.Event()
    proxy.lose(*CREATE, faults.late(gate))
    assert isinstance(through(proxy, BRIEF).send(post, opened), Unknown)
    assert isinstance(through(proxy).find(post), Absent)

    gate.set()
    soon(lambda: x.texts() == ["Sign."])
    assert isinstance(through(proxy).find(post), Found)


def test_a_person_who_sends_it_again_gets_the_first_copy_while_x_remembers_it(x: FakeX, proxy: LossyProxy) -> None:
    post = prepared(x, "a text")
    proxy.lose(*CREATE, faults.drop)
    assert isinstance(through(proxy).send(post, opened), Unknown)

    again = through(proxy).send(post, opened)
    assert isinstance(again, Posted)
    assert again.receipt.remote_id == x.posts[0].id
    assert x.texts() == ["Sign."]


def test_a_store_that_cannot_say_who_we_are_costs_no_receipt() -> None:
    def busy() -> Profile | None:
        raise StoreBusy("the store is busy")

    with at_x() as x:
        kit = replace(a_kit(Path(), rule_for("x"), token=token_of(x.keys)), profile=busy)
        channel = X(an_account(network="x", server=x.address), kit)
        prepared = channel.prepare(an_outgoing("Sign."))
        outcome = channel.send(prepared, opened)

        assert isinstance(outcome, Posted)
        assert outcome.receipt.url == f"https://x.com/i/status/{x.posts[0].id}"
        assert isinstance(channel.find(prepared), Found)
