"""Whom the handles of a text lead to: asked of the account's own server, and remembered for an hour."""

from datetime import datetime, timedelta

from scheduler.channels.bluesky.sessions import Sessions
from scheduler.channels.bluesky.xrpc import NONSENSE, Xrpc
from scheduler.clock import Clock
from scheduler.errors import ChannelTrouble

REMEMBERED = timedelta(hours=1)


class Handles:
    def __init__(self, sessions: Sessions, xrpc: Xrpc, clock: Clock) -> None:
        self._sessions = sessions
        self._xrpc = xrpc
        self._clock = clock
        self._known: dict[str, tuple[str | None, datetime]] = {}

    def did_of(self, handle: str) -> str | None:
        """None: nobody has it, or nobody could. Raises ChannelTrouble where the server cannot say."""
        now = self._clock.now()
        did, asked = self._known.get(handle, (None, now - REMEMBERED))
        if asked <= now - REMEMBERED:
            did = self._resolved(handle)
            self._known[handle] = did, now
        return did

    def _resolved(self, handle: str) -> str | None:
        server = self._sessions.current().server
        answer = self._xrpc.get(server, "com.atproto.identity.resolveHandle", {"handle": handle})
        if answer.status == 400:
            return None
        if answer.status != 200:
            raise self._xrpc.trouble(answer)
        did = answer.group.get("did")
        if not isinstance(did, str) or not did.startswith("did:"):
            raise ChannelTrouble(NONSENSE)
        return did
