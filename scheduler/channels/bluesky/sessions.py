"""The sessions of Bluesky accounts: kept between starts and refreshed, because new ones are rationed."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit

from scheduler.channels.bluesky.tokens import end_of, is_token, login_of
from scheduler.channels.bluesky.xrpc import Meaning, Xrpc, meaning_of
from scheduler.channels.kit import Kit
from scheduler.errors import ChannelLocked, ChannelRefused, ChannelTrouble
from scheduler.model.account import Account
from scheduler.secrecy import hold
from scheduler.wire.crossing import Answer
from scheduler.wire.only_ours import write
from scheduler.wire.quoting import quoted

SIGN_IN = "com.atproto.server.createSession"
REFRESH = "com.atproto.server.refreshSession"
SERVER = "https://bsky.social"
EARLY = timedelta(minutes=5)
"""An access token is good for two hours; it is renewed this long before it ends."""

NOT_TAKEN = "the app password is not taken; make a new one in the account's settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """`server` is the one that holds the account's posts. `access` is empty where a server took it no longer, and
    `doubted` until a create call has been taken again."""

    login: str
    did: str
    handle: str
    server: str
    access: str
    refresh: str
    doubted: bool = False

    def __repr__(self) -> str:
        return f"Session({self.did})"


class Sessions:
    """The session of one account. What the file holds counts, so that every process of the house uses the same."""

    def __init__(self, account: Account, kit: Kit, xrpc: Xrpc) -> None:
        self.home = (account.server or SERVER).rstrip("/")
        self._name = account.handle or ""
        self._kit = kit
        self._xrpc = xrpc
        self._path = kit.folder / "sessions" / f"{account.id}.json"

    def current(self) -> Session:
        """One whose access token is good for a while. Raises ChannelTrouble; ChannelLocked where a person is needed."""
        if not self._name:
            raise ChannelLocked("the account has no `handle:`, and Bluesky asks for it with the app password")
        password = self._kit.token()
        hold(password)
        login = login_of(self.home, self._name, password)
        kept = self.kept()
        if kept is None or kept.login != login:
            return self._sign_in(login, password)
        if kept.access and self._lasts(kept.access):
            return kept
        return self._refreshed(kept) or self._sign_in(login, password, doubted=kept.doubted)

    def ask(self, call: Callable[[Session], Answer]) -> Answer:
        """The answer to a call that creates no post, over a fresh session where this one is no longer taken. Raises
        ChannelTrouble for any answer but 200."""
        session = self.current()
        answer = call(session)
        if meaning_of(answer)[0] is Meaning.STALE:
            self._drop(session)
            answer = call(self.current())
        if answer.status != 200:
            raise self._xrpc.trouble(answer)
        return answer

    def was_not_taken(self, session: Session) -> bool:
        """Note that a create call was answered so. False where the session before it was not taken either, so that
        another one will not help."""
        with suppress(ChannelTrouble):  # what became of the post is known, whatever becomes of the file
            self._drop(replace(session, doubted=True))
        return not session.doubted

    def was_taken(self, session: Session) -> None:
        if session.doubted:
            with suppress(ChannelTrouble):
                self._keep(replace(session, doubted=False))

    def server_of(self, did: str) -> str:
        """Who holds the posts of this account; a session that has ended knows it still. Raises ChannelTrouble."""
        kept = self.kept()
        return kept.server if kept is not None and kept.did == did else self.current().server

    def kept(self) -> Session | None:
        """What the file holds; None where there is none, or none that can be read."""
        try:
            found = Session(**json.loads(self._path.read_bytes()))
        except (OSError, ValueError, TypeError, RecursionError):
            return None
        texts = (found.login, found.did, found.handle, found.server, found.access, found.refresh)
        if not all(isinstance(text, str) for text in texts) or not found.refresh:
            return None
        hold(found.access)
        hold(found.refresh)
        return found

    def _drop(self, session: Session) -> None:
        """The access token alone, and only where nobody has renewed it meanwhile."""
        kept = self.kept()
        if kept is not None and kept.access == session.access:
            self._keep(replace(session, access=""))

    def _lasts(self, token: str) -> bool:
        ends = end_of(token)
        return ends is None or ends - self._kit.clock.now() > EARLY

    def _refreshed(self, kept: Session) -> Session | None:
        """None where the server will not refresh it: it has ended, or its app password was revoked."""
        answer = self._xrpc.post(kept.server, REFRESH, None, token=kept.refresh, grants=True)
        if meaning_of(answer)[0] in {Meaning.STALE, Meaning.REFUSED}:
            return None
        return self._taken_up(answer, kept.login, doubted=kept.doubted)

    def _sign_in(self, login: str, password: str, *, doubted: bool = False) -> Session:
        body = json.dumps({"identifier": self._name, "password": password}).encode()
        answer = self._xrpc.post(self.home, SIGN_IN, body, grants=True)
        if answer.group.get("error") == "AuthFactorTokenRequired":
            raise ChannelLocked(
                "this is the account's own password, which asks for a second factor; make an app password"
            )
        if meaning_of(answer)[0] in {Meaning.STALE, Meaning.REFUSED}:
            raise ChannelLocked(f"{NOT_TAKEN} ({self._xrpc.said(answer)})")
        return self._taken_up(answer, login, doubted=doubted)

    def _taken_up(self, answer: Answer, login: str, *, doubted: bool) -> Session:
        if answer.status != 200:
            raise self._xrpc.trouble(answer)
        said = answer.group
        did, access, refresh = (said.get(name) for name in ("did", "accessJwt", "refreshJwt"))
        if not (is_token(access) and is_token(refresh) and isinstance(did, str) and did.startswith("did:")):
            raise ChannelTrouble("the server signed us in and gave no session; is `server:` right?")
        hold(str(access))
        hold(str(refresh))
        if said.get("active") is False:
            raise ChannelLocked(f"the account is {quoted(said.get('status')) or 'not active'}")
        if self._name.startswith("did:") and self._name != did:
            raise ChannelRefused("the server signed us in as another account")
        session = Session(
            login=login,
            did=did,
            handle=quoted(said.get("handle")),
            server=_server_in(said.get("didDoc"), self.home),
            access=str(access),
            refresh=str(refresh),
            doubted=doubted,
        )
        self._keep(session)
        return session

    def _keep(self, session: Session) -> None:
        try:
            write(self._path, json.dumps(asdict(session)).encode())
        except OSError as trouble:
            raise ChannelTrouble(f"{self._path} cannot be written: {trouble.strerror}") from trouble


def _server_in(document: object, otherwise: str) -> str:
    """The server that an account's identity names, where it is one to be reached safely (atproto.com, DID)."""
    services = document.get("service") if isinstance(document, dict) else None
    for service in services if isinstance(services, list) else ():
        if isinstance(service, dict) and str(service.get("id")).endswith("#atproto_pds"):
            address = str(service.get("serviceEndpoint")).rstrip("/")
            if _is_origin(address):
                return address
    return otherwise


def _is_origin(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(
        parts.scheme == "https" and parts.hostname and address == f"https://{parts.netloc}" and "@" not in parts.netloc
    )
