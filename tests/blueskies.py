"""An account on the real Bluesky server, reached through a proxy that loses and changes answers."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from scheduler.channels.bluesky.channel import Bluesky
from scheduler.channels.bluesky.sessions import Sessions
from scheduler.channels.bluesky.xrpc import Xrpc
from scheduler.channels.doors import door_for
from scheduler.channels.kit import Kit
from scheduler.clock import ManualClock
from scheduler.model.account import Account
from scheduler.model.receipt import Outcome, Posted, Receipt
from scheduler.rendering.networks import rule_for
from tests.kits import a_kit
from tests.make import a_key, an_account
from tests.outgoing import KEY, NINE, an_outgoing, opened
from tests.servers.faults import Fault, answering
from tests.servers.lossy import LossyProxy, lossy
from tests.servers.pds_server import Account as Login
from tests.servers.pds_server import Pds, Session

BLUESKY = rule_for("bluesky")
PUT = "com.atproto.repo.putRecord"
SIGN_IN = "com.atproto.server.createSession"
REFRESH = "com.atproto.server.refreshSession"


class Sky:
    """`login` is the account's own, `clock` that of all its channels."""

    def __init__(self, pds: Pds, login: Login, proxy: LossyProxy, folder: Path) -> None:
        self.pds = pds
        self.login = login
        self.proxy = proxy
        self.folder = folder
        self.clock = ManualClock(NINE)
        self.password = login.app_password
        self._parts = count(1)

    def key(self) -> str:
        """Of a post that nobody has sent yet."""
        return str(a_key(part=next(self._parts)))

    def account(self, **changes: Any) -> Account:
        usual = {"network": "bluesky", "server": self.proxy.address, "handle": self.login.handle}
        return an_account(**usual | changes)

    def kit(self, deadline: float = 20) -> Kit:
        return a_kit(self.folder, BLUESKY, token=self.password, clock=self.clock, deadline=deadline)

    def channel(self, *, deadline: float = 20, **changes: Any) -> Bluesky:
        """As after a restart."""
        return Bluesky(self.account(**changes), self.kit(deadline))

    def xrpc(self) -> Xrpc:
        return Xrpc(door_for(self.account(), self.kit()), self.clock)

    def sessions(self, **changes: Any) -> Sessions:
        """As after a restart."""
        return Sessions(self.account(**changes), self.kit(), self.xrpc())

    @property
    def file(self) -> Path:
        return self.folder / "sessions" / "demo.json"

    def kept(self) -> dict[str, Any]:
        return dict(json.loads(self.file.read_bytes()))

    def asked(self, method: str) -> int:
        """How often the server was asked this."""
        return sum(request.path.partition("?")[0] == f"/xrpc/{method}" for request in self.proxy.requests)

    def answers(self, method: str, *faults: Fault) -> None:
        """What is said to the next calls of this method in the server's stead."""
        verb = "GET" if method.rpartition(".")[2].startswith(("get", "resolve", "describe", "_health")) else "POST"
        self.proxy.lose(verb, f"/xrpc/{method}", *faults)

    def send(self, text: str = "Sign.", *, key: str = KEY) -> Outcome:
        channel = self.channel()
        return channel.send(channel.prepare(an_outgoing(text, key=key)), opened)

    def post(self, text: str = "Sign.", *, key: str = KEY) -> Receipt:
        outcome = self.send(text, key=key)
        assert isinstance(outcome, Posted), outcome
        return outcome.receipt

    def texts(self) -> list[str]:
        return [post["value"]["text"] for post in self.pds.posts(self.login)]

    def as_owner(self, call: Callable[[Session], Any]) -> Any:
        """With the account's own password, which may change the account."""
        signed = self.pds.world.post(SIGN_IN, identifier=self.login.did, password=self.login.password)
        owner = Session(self.pds.address, signed["accessJwt"])
        try:
            return call(owner)
        finally:
            owner.close()

    def revoke(self) -> None:
        """Take the app password back, as its owner does when it has leaked."""
        self.as_owner(lambda owner: owner.done("com.atproto.server.revokeAppPassword", name="scheduler"))


@cache
def login_of_this_process(pds: Pds) -> Login:
    """For tests that neither post nor change the account; to make one takes half a second."""
    return pds.account()


@contextmanager
def a_sky(pds: Pds, login: Login, folder: Path) -> Iterator[Sky]:
    with lossy(pds.address) as proxy:
        yield Sky(pds, login, proxy, folder)


def said(status: int, error: str = "", message: str = "", **headers: str) -> Fault:
    """A refusal as the protocol words it."""
    body = json.dumps({"error": error, "message": message} if error else {}).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return answering(status, body, named, name=f"{status} {error}".strip())


def told(body: object) -> Fault:
    """An answer of 200 with this body."""
    whole = json.dumps(body)
    return answering(200, whole.encode(), name=f"200 {whole:.20}")
