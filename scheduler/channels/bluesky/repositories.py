"""What the server of a Bluesky account keeps for it: records under their keys, and pictures."""

import json
from typing import Any

from scheduler.channels.bluesky.sessions import Session, Sessions
from scheduler.channels.bluesky.xrpc import NONSENSE, Xrpc
from scheduler.errors import ChannelRefused, ChannelTrouble
from scheduler.wire.crossing import Answer

GET = "com.atproto.repo.getRecord"
DELETE = "com.atproto.repo.deleteRecord"
UPLOAD = "com.atproto.repo.uploadBlob"


class Repository:
    """Every method raises ChannelTrouble where the server does not do it, or does not say."""

    def __init__(self, sessions: Sessions, xrpc: Xrpc) -> None:
        self._sessions = sessions
        self._xrpc = xrpc

    def record(self, uri: str) -> dict[str, Any] | None:
        """What stands there, as everybody may see it; None: nothing does."""
        place = place_of(uri)
        answer = self._xrpc.get(self._sessions.server_of(place["repo"]), GET, place)
        if answer.status == 400 and answer.group.get("error") == "RecordNotFound":
            return None
        if answer.status != 200:
            raise self._xrpc.trouble(answer)
        record = answer.group.get("value")
        if answer.group.get("uri") != uri or not isinstance(record, dict):
            raise ChannelTrouble(NONSENSE)
        return record

    def delete(self, uri: str) -> None:
        """What is gone already is no error."""
        place = place_of(uri)
        body = json.dumps(place).encode()

        def call(session: Session) -> Answer:
            if session.did != place["repo"]:
                raise ChannelRefused(f"this is a post of {place['repo']}, and we are signed in as {session.did}")
            return self._xrpc.post(session.server, DELETE, body, token=session.access)

        self._sessions.ask(call)

    def upload(self, picture: bytes, kind: str) -> dict[str, Any]:
        """The picture as a record names it, by its bytes: the same ones have the same name. Nobody sees it until a
        record shows it."""
        answer = self._sessions.ask(
            lambda session: self._xrpc.post(session.server, UPLOAD, picture, kind=kind, token=session.access)
        )
        blob = answer.group.get("blob")
        if not isinstance(blob, dict):
            raise ChannelTrouble(NONSENSE)
        return blob


def place_of(uri: str) -> dict[str, str]:
    """Raises ChannelRefused where this is no record's address (atproto.com, AT URI scheme)."""
    repo, _, rest = uri.removeprefix("at://").partition("/")
    collection, _, rkey = rest.partition("/")
    if not (uri.startswith("at://did:") and collection and rkey) or "/" in rkey:
        raise ChannelRefused(f"{uri!r:.100} is no address of a Bluesky post")
    return {"repo": repo, "collection": collection, "rkey": rkey}
