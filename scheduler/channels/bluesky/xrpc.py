"""The calls of the AT Protocol over the door, and what their answers mean."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum, auto

from requests import Response

from scheduler.clock import Clock
from scheduler.errors import ChannelBusy, ChannelLocked, ChannelRefused, ChannelTrouble
from scheduler.wire.crossing import Answer, WireTrouble
from scheduler.wire.door import Door, Passed
from scheduler.wire.pauses import again_at
from scheduler.wire.quoting import quoted

JSON = "application/json"


class Meaning(Enum):
    DONE = auto()
    STALE = auto()  # the session's token is no longer taken; nothing was done
    LOCKED = auto()
    BUSY = auto()
    REFUSED = auto()
    OCCUPIED = auto()  # something else stands under the record's key
    AGAIN = auto()  # surely not done, and the next try may do better
    DOUBT = auto()  # perhaps done


ERRORS = {
    "ExpiredToken": (Meaning.STALE, "its session has ended"),
    "InvalidToken": (Meaning.STALE, "its session is not taken"),
    "AccountTakedown": (Meaning.LOCKED, "the account was taken down"),
    "AccountSuspended": (Meaning.LOCKED, "the account is suspended"),
    "AccountDeactivated": (Meaning.LOCKED, "the account is deactivated"),
    "AccountNotFound": (Meaning.LOCKED, "the server has no such account"),
    "InvalidSwap": (Meaning.OCCUPIED, "something stands under this key already"),
    "BlobNotFound": (Meaning.AGAIN, "the server no longer has a picture of it"),
}
"""By the error's name, in answers of 400, 401 and 403: an ended session is a 400 (atproto.com, HTTP API)."""

STATUSES = {
    200: (Meaning.DONE, "it was taken"),
    301: (Meaning.AGAIN, "the server has moved; mend `server:`"),
    307: (Meaning.AGAIN, "the server has moved; mend `server:`"),
    308: (Meaning.AGAIN, "the server has moved; mend `server:`"),
    401: (Meaning.STALE, "its session is not taken"),
    403: (Meaning.LOCKED, "the server forbids it to this account"),
    404: (Meaning.AGAIN, "the server knows no such call; is `server:` right?"),
    405: (Meaning.AGAIN, "the server knows no such call; is `server:` right?"),
    408: (Meaning.DOUBT, "the server waited too long for the request"),
    413: (Meaning.REFUSED, "it is too large for the server"),
    429: (Meaning.BUSY, "the server asks for a pause"),
} | dict.fromkeys((409, 423, 424, 425, 444, 449, 460, 499), (Meaning.DOUBT, "something gave up in the middle"))
"""Of the last, gateways speak also where they had passed the request on already."""

CLASSES = {
    4: (Meaning.REFUSED, "the server does not take it"),
    5: (Meaning.DOUBT, "the server has trouble"),
}
BEFORE_IT = (Meaning.AGAIN, "something before the server turned the request away")
"""A server of this protocol names each error of its own. Where such a page hides that a post was taken after all, the
next try meets it under its key."""

NONSENSE = "the server gave an answer that means nothing here"
OTHERWISE = (Meaning.DOUBT, NONSENSE)


def meaning_of(answer: Answer) -> tuple[Meaning, str]:
    """What an answer means, with the words for it."""
    error = answer.group.get("error")
    if answer.status in {400, 401, 403} and isinstance(error, str) and error in ERRORS:
        return ERRORS[error]
    if not error and (answer.status == 403 or (answer.status not in STATUSES and answer.status // 100 == 4)):
        return BEFORE_IT
    return STATUSES.get(answer.status) or CLASSES.get(answer.status // 100, OTHERWISE)


class Xrpc:
    """`post` and `get` give any whole answer; `trouble` turns one into the error to raise."""

    def __init__(self, door: Door, clock: Clock) -> None:
        self._door = door
        self._clock = clock

    def get(self, server: str, method: str, parameters: Mapping[str, str], token: str = "") -> Answer:
        """Raises WireTrouble where no whole answer came."""
        return self._ask(
            lambda: self._door.session.get(url_of(server, method), params=parameters, headers=self._signed(token))
        )

    def post(
        self,
        server: str,
        method: str,
        body: bytes | None,
        *,
        kind: str = JSON,
        token: str = "",
        grants: bool = False,
    ) -> Answer:
        """`grants` as at the door. Raises WireTrouble where no whole answer came."""
        headers = self._signed(token) | ({} if body is None else {"Content-Type": kind})
        return self._ask(lambda: self._door.session.post(url_of(server, method), data=body, headers=headers), grants)

    def create(self, server: str, method: str, body: bytes, token: str, fence: Callable[[], None]) -> Passed:
        """Raises FenceClosed alone."""
        headers = self._signed(token) | {"Content-Type": JSON}
        url = url_of(server, method)
        return self._door.create(
            "POST", f"/xrpc/{method}", fence, lambda: self._door.session.post(url, data=body, headers=headers)
        )

    def words(self, answer: Answer) -> str:
        """What it means, with the server's own words after it."""
        return f"{meaning_of(answer)[1]} ({self.said(answer)})"

    def said(self, answer: Answer) -> str:
        """The status and the server's own words."""
        own = (answer.group.get(name) for name in ("error", "message"))
        said = quoted(": ".join(word for word in own if isinstance(word, str)))
        return f"{answer.status}: {said}" if said else str(answer.status)

    def trouble(self, answer: Answer) -> ChannelTrouble:
        """Of a call that creates no post and was not answered as hoped."""
        words = self.words(answer)
        match meaning_of(answer)[0]:
            case Meaning.LOCKED | Meaning.STALE:
                return ChannelLocked(words)
            case Meaning.BUSY:
                return ChannelBusy(words, self.until(answer))
            case Meaning.REFUSED:
                return ChannelRefused(words)
            case _:
                return ChannelTrouble(words)

    def until(self, answer: Answer) -> datetime | None:
        """When the server may be asked again; None: it does not say."""
        return again_at(answer.headers, self._clock.now())

    def _signed(self, token: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {token}"} if token else {}

    def _ask(self, call: Callable[[], Response], grants: bool = False) -> Answer:  # noqa: FBT001, FBT002 - as above
        try:
            response = self._door.ask(call, grants=grants)
        except WireTrouble as trouble:
            if trouble.answer is None:
                raise
            return trouble.answer
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, headers, response.content)


def url_of(server: str, method: str) -> str:
    return f"{server}/xrpc/{method}"
