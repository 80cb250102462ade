"""X under the contract of channels: its fake, which finds fault with whoever breaks X's own description."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from scheduler.channels.x.channel import X
from tests.at_x import an_x, at_x


@contextmanager
def a_fresh_x(_: Path) -> Iterator[str]:
    with at_x() as fake:
        yield fake.address


def x_channel(address: str) -> X:
    return an_x(address)


def x_texts(address: str) -> list[str]:
    texts: list[str] = requests.get(f"{address}/_texts", timeout=5).json()
    return texts
