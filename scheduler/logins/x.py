"""Logging in at X: OAuth 1.0a with a PIN, for an app whose keys the person has from X's developer console."""

import re
from urllib.parse import parse_qs, quote

from requests_oauthlib import OAuth1

from scheduler.errors import ChannelRefused, ChannelTrouble
from scheduler.logins.answers import asked, must_be_good
from scheduler.model.account import Account, Granted
from scheduler.secrecy import hold
from scheduler.service.logging_in import Person
from scheduler.wire.crossing import Answer
from scheduler.wire.door import Door

SERVER = "https://api.x.com"
CONSOLE = "https://developer.x.com"
SESSIONS = "https://x.com/settings/connected_apps"
PARTS = 4
PART = re.compile(r"[!-9;-~]+")


class XLogin:
    wanted = "one line, consumer-key:consumer-secret:access-token:access-token-secret"

    def __init__(self, account: Account, door: Door) -> None:
        self._account = account
        self._server = (account.server or SERVER).rstrip("/")
        self._door = door

    def obtain(self, person: Person) -> Granted:
        person.tell(
            f"In X's developer console ({CONSOLE}) make an app with the permission to read and write, of type "
            "automated app or bot, and with credit: every post is paid for. Under `Keys and tokens` stand its two "
            "consumer keys."
        )
        app = (person.asked("The consumer key"), person.asked("The consumer secret"))
        if not all(map(PART.fullmatch, app)):
            raise ChannelRefused("these are no consumer keys of X")
        token, secret = self._requested(app)
        who = f"@{self._account.handle}" if self._account.handle else "the account that shall speak"
        person.tell(
            f"Open this address in a browser that is logged in as {who}, and allow the app:\n\n"
            f"  {self._server}/oauth/authorize?oauth_token={quote(token, safe='')}\n\n"
            "X then shows a PIN."
        )
        pin = person.asked("The PIN").strip()
        access = self._exchanged(app, token, secret, pin)
        return Granted(token=":".join((*app, *access)))

    def wrong(self, token: str) -> str:
        parts = token.split(":")
        if len(parts) == PARTS and all(map(PART.fullmatch, parts)):
            return ""
        return "it is no token for X: that is four parts in one line, joined with `:`"

    def revoke(self, granted: Granted) -> str:  # noqa: ARG002 - the port's
        return f"take it back at {SESSIONS}, and its keys in the developer console ({CONSOLE})"

    def _requested(self, app: tuple[str, str]) -> tuple[str, str]:
        answer = self._post("/oauth/request_token", OAuth1(*app, callback_uri="oob"))
        must_be_good(answer, "X does not take these consumer keys, or the app may not log in with a PIN")
        return _pair(answer)

    def _exchanged(self, app: tuple[str, str], token: str, secret: str, pin: str) -> tuple[str, str]:
        if not (pin.isascii() and pin.isalnum()):
            raise ChannelRefused("this is no PIN of X; log in again")
        answer = self._post("/oauth/access_token", OAuth1(*app, token, secret, verifier=pin))
        must_be_good(answer, "X does not take this PIN; log in again for another one")
        return _pair(answer)

    def _post(self, path: str, signed: OAuth1) -> Answer:
        return asked(self._door, lambda: self._door.session.post(self._server + path, auth=signed))


def _pair(answer: Answer) -> tuple[str, str]:
    """A token and its secret (OAuth Core 1.0a, 6.1.2)."""
    found = parse_qs(answer.body.decode("ascii", "replace"))
    pair = [found.get(name, [""])[0] for name in ("oauth_token", "oauth_token_secret")]
    if not all(map(PART.fullmatch, pair)):
        raise ChannelTrouble("X gave no token where it should; is `server:` right?")
    for part in pair:
        hold(part)
    return pair[0], pair[1]
