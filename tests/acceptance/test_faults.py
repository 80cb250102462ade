"""Every trouble that a create call can meet, in three dialects, ends as the table of troubles says, and never twice."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests

from scheduler.model.receipt import Later, Outcome, Prepared, Unknown
from scheduler.service.ports import Fence
from tests.faulting import CANARY, Case
from tests.servers.raw import Raw, closes
from tests.sinks.broken import BROKEN, STATUSES
from tests.sinks.channel import SinkChannel
from tests.sinks.dialects import Dialect
from tests.sinks.expected import table
from tests.sinks.running import Sink, running_sink
from tests.sinks.server import POSTS
from tests.sinks.trials import LOOKS, alone, cuts, in_a_row, tried
from tests.sinks.troubles import TROUBLES

NO_DATE = TROUBLES.keys() - {"429 date"}
"""That one speaks by the machine's clock; the table has dates by the clock of its house."""


@pytest.fixture
def elsewhere() -> Iterator[Raw]:
    """Where redirects lead."""
    with Raw([closes]) as raw:
        yield raw


@pytest.fixture
def up() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def a_sink(up: ExitStack, dialect: Dialect) -> Sink:
    return up.enter_context(running_sink(dialect))


def test_the_table_names_every_trouble_and_tells_of_each_alone_whether_the_network_has_the_post() -> None:
    rows, known = table("http://127.0.0.1:9/"), {**TROUBLES, **BROKEN}

    assert {*NO_DATE, *BROKEN} - rows.keys() == set()
    assert [name for name, row in rows.items() if name in known and row.taken != known[name].taken] == []


@pytest.mark.parametrize("dialect", Dialect)
def test_each_trouble_ends_in_the_state_that_the_table_says(
    tmp_path: Path, dialect: Dialect, up: ExitStack, elsewhere: Raw, caplog: pytest.LogCaptureFixture
) -> None:
    place = list(Dialect).index(dialect)
    others = {f"{status} {kind}" for at, status in enumerate(STATUSES) if at % 3 != place for kind in ("taken", "page")}
    rows = {name: row for name, row in table(f"{elsewhere.address}/").items() if name not in others}
    with caplog.at_level(logging.DEBUG):
        found = tried(tmp_path, a_sink(up, dialect), rows, [*alone(rows, hangs=False), *alone(rows, hangs=True)])

    assert found.wrong == ()
    assert found.faulty == found.posts == len(rows)
    assert elsewhere.heard == []
    assert found.secrets == ()
    assert CANARY not in caplog.text


@pytest.mark.parametrize("dialect", Dialect)
def test_troubles_in_a_row_cuts_and_troubled_looks_end_as_the_table_says(
    tmp_path: Path, dialect: Dialect, up: ExitStack, elsewhere: Raw
) -> None:
    rows = table(f"{elsewhere.address}/")
    cut, places = cuts(step=99)
    looks = [Case(("drop",), (name,)) for name in LOOKS] if dialect is Dialect.NONE else []
    cases = [*in_a_row(rows, dialect, 8, "short"), *places, *looks]
    cases += [Case(("half",), ("NUL",) * 9)] if looks else []

    found = tried(tmp_path, a_sink(up, dialect), rows | cut, cases)

    assert found.wrong == ()
    assert elsewhere.heard == []


class Trusting(SinkChannel):
    """Known-bad: takes a gateway's error for the word that nothing was taken."""

    def send(self, prepared: Prepared, fence: Fence) -> Outcome:
        outcome = super().send(prepared, fence)
        surely = isinstance(outcome, Unknown) and "502" in outcome.reason
        return Later(reason=outcome.reason) if surely and isinstance(outcome, Unknown) else outcome


class Following(SinkChannel):
    """Known-bad: goes where it is sent."""

    def send(self, prepared: Prepared, fence: Fence) -> Outcome:
        fence()
        with requests.Session() as session:
            session.trust_env = False
            try:
                session.post(self.address + POSTS, data=prepared.wire, timeout=20)
            except requests.RequestException:
                return Unknown(reason="it led nowhere")
        return Unknown(reason="whatever it was")


def test_a_channel_that_trusts_a_gateway_is_caught(tmp_path: Path, up: ExitStack) -> None:
    rows = table("http://127.0.0.1:9/")
    found = tried(tmp_path, a_sink(up, Dialect.NONE), rows, [Case(("502 taken",)), Case(("500 taken",))], made=Trusting)

    assert {said.split(": ")[1] for said in found.wrong} == {"502 taken"}
    assert "none: 502 taken: the network has 2 copies, and had to have 1" in found.wrong


def test_a_channel_that_follows_redirects_is_caught(tmp_path: Path, up: ExitStack, elsewhere: Raw) -> None:
    rows = table(f"{elsewhere.address}/")
    tried(tmp_path, a_sink(up, Dialect.NONE), rows, [Case((f"302 to {elsewhere.address}/",))], made=Following)

    assert elsewhere.requests == ["GET / HTTP/1.1"]
