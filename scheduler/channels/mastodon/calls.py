"""Mastodon.py over the door: one client with the account's token, and questions whose answers are read by us."""

from collections.abc import Callable
from typing import Any

from mastodon import Mastodon as Client

from scheduler.channels.doors import door_for
from scheduler.channels.kit import Kit
from scheduler.channels.mastodon.answers import trouble_of
from scheduler.errors import ChannelTrouble
from scheduler.model.account import Account
from scheduler.wire.crossing import Answer, WireTrouble
from scheduler.wire.door import Door

SPEAKS = "4.6.0"
"""The version that the library takes the server for. Unless it is told one it asks for it, and where nobody answers it
asks a thousand times."""

GONE = {404, 410}


class Calls:
    """`server` is its address without a slash at the end."""

    def __init__(self, account: Account, kit: Kit) -> None:
        self.server = (account.server or "").rstrip("/")
        self.door: Door = door_for(account, kit)
        self._kit = kit

    @property
    def token(self) -> str:
        """Raises ChannelLocked where there is none."""
        return self._kit.token()

    def client(self) -> Client:
        """A new one each time, at no cost, so that a token that was renewed counts at once. Raises ChannelLocked."""
        return Client(
            api_base_url=self.server,
            access_token=self.token,
            session=self.door.session,
            request_timeout=self._kit.deadline.total_seconds(),
            mastodon_version=SPEAKS,
            version_check_mode="created",  # with "none" it believes the server to be of version 1
            ratelimit_method="throw",
            user_agent="awareness-scheduler",
        )

    def ask(self, call: Callable[[Client], object]) -> Answer:
        """Make a call that creates no post. What the library makes of the answer is of no interest. Raises
        ChannelTrouble for every answer but a good one."""
        answer = self._asked(call)
        if 200 <= answer.status < 300:
            return answer
        raise trouble_of(answer, self._kit.clock.now(), self.token)

    def look(self, call: Callable[[Client], object]) -> Answer | None:
        """The same; None where the server says that what was asked for is not, or no longer, there."""
        answer = self._asked(call)
        if answer.status in GONE:
            return None
        if 200 <= answer.status < 300:
            return answer
        raise trouble_of(answer, self._kit.clock.now(), self.token)

    def get(self, path: str) -> dict[str, Any]:
        """What stands at a public path of the server; empty where there is nothing to read. Raises ChannelTrouble
        where the server gives no answer at all."""
        address = self.server + path
        answer = self._asked(lambda _: self.door.session.get(address))
        return answer.group if answer.status == 200 else {}

    def _asked(self, call: Callable[[Client], object]) -> Answer:
        client = self.client()
        try:
            self.door.ask(lambda: call(client))
        except WireTrouble as trouble:
            if trouble.answer is None:
                raise
            return trouble.answer
        if self.door.last is None:
            raise ChannelTrouble("the library asked nothing")
        return self.door.last
