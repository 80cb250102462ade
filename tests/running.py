"""The installed command on a small campaign folder, in processes of its own, with their output in files."""

import fcntl
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from textwrap import dedent
from typing import Any

from tests.command import awareness, environment
from tests.make import local
from tests.patience import CLOCK, soon

INSTALLED = Path(sys.executable).with_name("awareness")
CAMPAIGN = "config/campaigns/camps.yaml"
FILES = {
    "config/awareness.yaml": "git: ignore\nhorizon: 2d\n",
    "config/accounts.yaml": """\
        accounts:
          - {id: demo, network: paper, limits: {gap: 0s, per_day: 40, per_week: 200}}
        """,
    CAMPAIGN: """\
        id: camps
        name: "Close the camps"
        no_repeat: {template: 0s, action: 0s, text: 0s}
        actions:
          - id: sign
            kind: petition
            ask: "Sign the petition, please."
            link: {url: "https://a.example", verified: never}
          - {id: share, kind: share, ask: "Share one report today."}
        schedules:
          - {id: demonstration, accounts: [demo], at: {demonstration: [1s, 2s, 3s, 4s]}, zone: Europe/London}
        """,
    "templates/camps/first.txt": "In short: {{ action.ask }}{% if action.link %} {{ action.link }}{% endif %}\n",
    "templates/camps/second.txt": "Once more: {{ action.ask }}{% if action.link %} {{ action.link }}{% endif %}\n",
}
WORDS = ("Sign the petition", "Share one report", "In short", "Once more")
"""What every post is made of, and what no log may hold."""


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


class CampaignFolder:
    def __init__(self, folder: Path) -> None:
        self.path = folder / "campaign"
        self._logs = folder
        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        """Whole or not at all, as an editor does it."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f"{path.name}~")
        half.write_text(dedent(text), encoding="utf-8")
        half.replace(path)

    def edit(self, name: str, old: str, new: str) -> None:
        text = (self.path / name).read_text("utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def speak(self, *after: str) -> None:
        """Let the demonstration speak so long after the first start."""
        self.edit(CAMPAIGN, "[1s, 2s, 3s, 4s]", f"[{', '.join(after)}]")

    def keys(self) -> list[str]:
        """The keys of the posts in the paper feed, in the order in which they came; a torn last line is none."""
        feed = self._feed()
        lines = feed.read_bytes().split(b"\n")[:-1] if feed.exists() else []
        return [json.loads(line)["post"]["key"] for line in lines]

    def has_said(self, posts: int) -> bool:
        return len(self.keys()) >= posts

    @contextmanager
    def hanging_network(self) -> Iterator[None]:
        """Paper takes no post meanwhile: somebody holds its feed."""
        feed = self._feed()
        feed.parent.mkdir(parents=True)
        with feed.open("ab") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield

    def _feed(self) -> Path:
        return self.path / "data" / "paper" / "feed.jsonl"

    def call(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """A verb that ends by itself."""
        return awareness(*arguments, folder=self.path)

    @contextmanager
    def running(self, **variables: str) -> Iterator["Running"]:
        """`awareness run`, with these variables in its environment; killed at the end where it still lives."""
        number = len(list(self._logs.glob("*.out")))
        out, err = (self._logs / f"{number}.{name}" for name in ("out", "err"))
        with out.open("wb") as stdout, err.open("wb") as stderr:
            process = subprocess.Popen(
                [INSTALLED, "--folder", self.path, "run"],
                env=environment(COLUMNS="200", **variables),
                stdout=stdout,
                stderr=stderr,
            )
        try:
            yield Running(process, out, err)
        finally:
            process.kill()
            process.wait(60)


@dataclass(frozen=True)
class Running:
    process: "subprocess.Popen[bytes]"
    stdout: Path
    stderr: Path

    def out(self) -> str:
        return self.stdout.read_text("utf-8")

    def err(self) -> str:
        return self.stderr.read_text("utf-8")

    def says(self, words: str) -> bool:
        """Waits until it has printed this."""
        return soon(lambda: words in self.out())

    def logs(self, event: str, **fields: str) -> dict[str, Any]:
        """Waits for the first line of its log with this event and these fields."""
        wanted = {"event": event, **fields}.items()
        return soon(lambda: [line for line in self.log() if wanted <= line.items()])[0]

    def log(self) -> list[dict[str, Any]]:
        """The whole lines of its log, each of which is JSON."""
        return [json.loads(line) for line in self.err().split("\n")[:-1]]

    def planned(self) -> list[str]:
        """The keys of what it planned, in order."""
        return [line["key"] for line in self.log() if line["event"] == "delivery.planned"]

    def lives_past(self, key: str) -> None:
        """Waits until this post of the demonstration has been due for a second."""
        due = local(key.split("/")[2])
        soon(lambda: CLOCK.now() > due + timedelta(seconds=1))

    def end(self, number: signal.Signals = signal.SIGTERM) -> Ended:
        self.process.send_signal(number)
        return Ended(self.process.wait(60), self.out(), self.err())
