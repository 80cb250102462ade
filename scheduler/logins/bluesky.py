"""Logging in at Bluesky, or another server of the AT Protocol: with an app password, and never with the own one."""

import re

from scheduler.errors import ChannelRefused
from scheduler.logins.answers import asked, must_be_good
from scheduler.model.account import Account, Granted
from scheduler.service.logging_in import Person
from scheduler.wire.door import Door

SETTINGS = "https://bsky.app/settings/app-passwords"
APP_PASSWORD = re.compile(r"[a-z0-9]{4}(-[a-z0-9]{4}){3}")


class BlueskyLogin:
    wanted = "an app password"

    def __init__(self, account: Account, door: Door) -> None:
        self._account = account
        self._door = door

    def obtain(self, person: Person) -> Granted:
        who = f"@{self._account.handle}" if self._account.handle else "the account that shall speak"
        person.tell(
            f"Logged in as {who}, make an app password: Settings > Privacy and security > App passwords "
            f"({SETTINGS}). Access to direct messages is not needed. It is shown once, as xxxx-xxxx-xxxx-xxxx."
        )
        password = person.asked("The app password")
        if why := self.wrong(password):
            raise ChannelRefused(why)
        return Granted(token=password)

    def wrong(self, token: str) -> str:
        if APP_PASSWORD.fullmatch(token):
            return ""
        return (
            "this is no app password (xxxx-xxxx-xxxx-xxxx); the account's own password must never be here: whoever has "
            "it can take the account away, while an app password can be revoked by itself"
        )

    def revoke(self, granted: Granted) -> str:
        """The session is ended; an app password can only be deleted where it was made."""
        server, refresh = (granted.remembered.get(name, "") for name in ("server", "refresh"))
        if server and refresh:
            url = f"{server}/xrpc/com.atproto.server.deleteSession"
            header = {"Authorization": f"Bearer {refresh}"}
            answer = asked(self._door, lambda: self._door.session.post(url, headers=header))
            if answer.status not in {400, 401}:  # a session that has ended already is none to end
                must_be_good(answer, "its session could not be ended")
        return f"delete the app password at {SETTINGS}"
