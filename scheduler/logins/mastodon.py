"""Logging in at a server of the Mastodon kind: an app is announced, a person lets it in, a code becomes a token."""

from urllib.parse import urlencode

from scheduler.errors import ChannelTrouble
from scheduler.logins.answers import asked, must_be_good
from scheduler.model.account import Account, Granted
from scheduler.secrecy import hold
from scheduler.service.logging_in import Person
from scheduler.wire.crossing import Answer
from scheduler.wire.door import Door

NAME = "Awareness Scheduler"
NOWHERE = "urn:ietf:wg:oauth:2.0:oob"
"""In the place of an address to go back to: the server then shows the code to the person."""

SCOPES = "read write:statuses write:media"


class MastodonLogin:
    wanted = "an access token"

    def __init__(self, account: Account, door: Door) -> None:
        self._account = account
        self._server = (account.server or "").rstrip("/")
        self._door = door

    def obtain(self, person: Person) -> Granted:
        app = self._announced()
        query = {"client_id": app["client_id"], "redirect_uri": NOWHERE, "response_type": "code", "scope": SCOPES}
        who = f"@{self._account.handle}" if self._account.handle else "the account that shall speak"
        person.tell(
            f"Open this address in a browser that is logged in as {who}, and allow it:\n\n"
            f"  {self._server}/oauth/authorize?{urlencode(query)}\n\n"
            "The server then shows a code, which counts once and for a few minutes."
        )
        code = person.asked("The code")
        token = self._exchanged(app, code)
        return Granted(token=token, remembered=app)

    def wrong(self, token: str) -> str:
        return "" if token.isascii() and token.isprintable() and " " not in token else "it is no access token"

    def revoke(self, granted: Granted) -> str:
        by_hand = (
            f"take it back at {self._server}/oauth/authorized_applications, or at {self._server}/settings/applications"
        )
        app = {name: granted.remembered.get(name, "") for name in ("client_id", "client_secret")}
        if not all(app.values()):
            return f"this token came from elsewhere, so the server would not revoke it for us: {by_hand}"
        answer = self._post("/oauth/revoke", {**app, "token": granted.token})
        return "" if answer.status == 200 else f"the server did not revoke it ({answer.status}): {by_hand}"

    def _announced(self) -> dict[str, str]:
        form = {"client_name": NAME, "redirect_uris": NOWHERE, "scopes": SCOPES}
        answer = self._post("/api/v1/apps", form)
        must_be_good(answer, f"{self._server} takes no apps as a Mastodon server does; is `server:` right?")
        app = {name: answer.group.get(name) for name in ("client_id", "client_secret")}
        if not all(isinstance(part, str) and part for part in app.values()):
            raise ChannelTrouble(f"{self._server} gave no app; is `server:` right?")
        hold(str(app["client_secret"]))
        return {name: str(part) for name, part in app.items()}

    def _exchanged(self, app: dict[str, str], code: str) -> str:
        form = {**app, "grant_type": "authorization_code", "redirect_uri": NOWHERE, "scope": SCOPES, "code": code}
        answer = self._post("/oauth/token", form)
        must_be_good(answer, "the server does not take this code; log in again for another one")
        token = answer.group.get("access_token")
        if not isinstance(token, str) or not token:
            raise ChannelTrouble("the server took the code and gave no token")
        hold(token)
        return token

    def _post(self, path: str, form: dict[str, str]) -> Answer:
        return asked(self._door, lambda: self._door.session.post(self._server + path, data=form))
