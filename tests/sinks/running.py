"""A sink that is up in a process of its own, and what its owner may ask of it."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from tests.sinks.dialects import Dialect, Taken

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Sink:
    """`address` is all that another process needs to make one of its own."""

    address: str
    dialect: Dialect

    def taken(self) -> list[Taken]:
        """Every post that was accepted, in order."""
        return [Taken(**post) for post in self._ask("GET", "taken")]

    def requests(self) -> list[tuple[str, bool]]:
        """Of each create call that came whole: the fault that it met, '' for none, and whether it was passed on."""
        return [(fault, passed) for fault, passed in self._ask("GET", "requests")]

    def lose_share(self, faults: Sequence[str], *, seed: str, share: float) -> None:
        """From now on this share of the create calls meets one of these troubles, by their names."""
        self._ask("POST", "share", {"faults": list(faults), "seed": seed, "share": share})

    def lose(self, *faults: str) -> None:
        """The next create calls meet these, in turn."""
        self._ask("POST", "next", {"faults": list(faults)})

    def script(self, scripts: Mapping[str, tuple[Sequence[str], Sequence[str]]]) -> None:
        """By account: what its create calls meet from now on, one after another, and what its look-ups."""
        self._ask("POST", "scripts", dict(scripts))

    def met(self) -> list[tuple[str, str, str]]:
        """Of each call that met a trouble: its method, its account, the trouble."""
        return [(method, account, fault) for method, account, fault in self._ask("GET", "met")]

    def mend(self) -> None:
        self._ask("POST", "mend")

    def forget(self) -> None:
        """As if every key's time were over."""
        self._ask("POST", "forget")

    def _ask(self, method: str, order: str, said: object = None) -> Any:
        with requests.Session() as session:
            session.trust_env = False
            answer = session.request(method, f"{self.address}/control/{order}", json=said, timeout=60)
            answer.raise_for_status()
            return answer.json()


@contextmanager
def running_sink(dialect: Dialect) -> Iterator[Sink]:
    command = [sys.executable, "-m", "tests.sinks.process", dialect]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield Sink(json.loads(process.stdout.readline())["address"], dialect)
        process.communicate(timeout=60)
