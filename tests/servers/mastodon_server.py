"""A server of the Mastodon kind that others wrote (mastodon-mock), and what the world can read there."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import requests

PROGRAM = Path(__file__).with_name("mastodon_process.py")
PATIENCE = 60


@dataclass(frozen=True, kw_only=True)
class Status:
    """As its readers see it: the text without its HTML, the pictures by what is said of them."""

    id: str
    url: str
    text: str
    content: str
    media: tuple[str | None, ...]
    visibility: str
    language: str | None
    spoiler_text: str
    sensitive: bool
    tags: tuple[str, ...]


class MastodonServer:
    """`token` posts as `campaign`, `second_token` as `reserve`."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.token, self.second_token = (f"token-of-{name}" for name in ("campaign", "reserve"))
        self._session = requests.Session()
        self._session.trust_env = False

    def statuses(self, username: str = "campaign", *, token: str | None = None) -> list[Status]:
        """The oldest first. Without a token what everybody sees; private ones need that of their author."""
        account = self._ask("GET", "/api/v1/accounts/lookup", token, acct=username)["id"]
        found: list[dict[str, Any]] = []
        older: dict[str, Any] = {}
        while page := self._ask("GET", f"/api/v1/accounts/{account}/statuses", token, limit=40, **older):
            found += page
            older = {"max_id": page[-1]["id"]}
        return [read(status) for status in reversed(found)]

    def texts(self, username: str = "campaign") -> list[str]:
        return [status.text for status in self.statuses(username)]

    def delete(self, status_id: str, *, token: str | None = None) -> None:
        """As its author does it in an app."""
        self._ask("DELETE", f"/api/v1/statuses/{status_id}", token or self.token)

    def reset(self) -> None:
        """Forget all but the two accounts; ids begin anew."""
        self._ask("POST", "/api/v1/_mock/reset", None)

    def close(self) -> None:
        self._session.close()

    def _ask(self, method: str, path: str, token: str | None, **query: Any) -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = self._session.request(method, self.address + path, params=query, headers=headers, timeout=PATIENCE)
        answer.raise_for_status()
        return answer.json()


def read(status: dict[str, Any]) -> Status:
    return Status(
        id=status["id"],
        url=status["url"],
        text=plain(status["content"]),
        content=status["content"],
        media=tuple(medium["description"] for medium in status["media_attachments"]),
        visibility=status["visibility"],
        language=status["language"],
        spoiler_text=status["spoiler_text"],
        sensitive=status["sensitive"],
        tags=tuple(tag["name"] for tag in status["tags"]),
    )


class Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.text += "\n"
        elif tag == "p" and self.text:
            self.text += "\n\n"


def plain(content: str) -> str:
    """Paragraphs are parted by an empty line, as their author wrote them."""
    reader = Plain()
    reader.feed(content)
    reader.close()
    return reader.text


@contextmanager
def running_mastodon() -> Iterator[MastodonServer]:
    """On a free port of 127.0.0.1, in a process of its own that does not outlive this one; nothing of it stays."""
    with TemporaryDirectory(prefix="mastodon-") as folder, (Path(folder) / "log").open("w+b") as log:
        process = subprocess.Popen(
            [sys.executable, "-P", PROGRAM],
            cwd=folder,
            env={"TMPDIR": folder, "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
        )
        try:
            server = MastodonServer(f"http://127.0.0.1:{port_of(process, Path(log.name))}")
            yield server
            server.close()
        finally:
            process.kill()
            process.communicate(timeout=PATIENCE)


def port_of(process: "subprocess.Popen[bytes]", log: Path) -> int:
    assert process.stdout
    line = process.stdout.readline()
    assert line, f"mastodon-mock did not start:\n{log.read_text('utf-8')}"
    return int(json.loads(line)["port"])
