"""The three dialects of the sink that counts, under the contract of channels."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from scheduler.service.ports import Channel
from tests.kits import a_kit
from tests.make import an_account
from tests.outgoing import MANNERS
from tests.sinks.channel import SinkChannel, Where
from tests.sinks.dialects import Dialect
from tests.sinks.server import SinkServer


@contextmanager
def a_fresh_sink(dialect: Dialect, _: Path) -> Iterator[str]:
    server = SinkServer(dialect)
    yield server.address
    server.end()


def sink_channel(dialect: Dialect, address: str) -> Channel:
    kit = a_kit(Path(tempfile.gettempdir()), MANNERS)  # it keeps nothing there
    return SinkChannel(an_account("demo"), kit, Where(address, dialect))


def sink_texts(address: str) -> list[str]:
    shown = requests.get(f"{address}/timeline?account=demo", timeout=20).json()
    return [post["text"] for post in reversed(shown)]
