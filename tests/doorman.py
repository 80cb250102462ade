"""A channel that asks a real server whose its token is, before it introduces itself and before each post."""

from scheduler.channels.doors import door_for
from scheduler.channels.kit import Kit
from scheduler.errors import ChannelLocked, ChannelTrouble
from scheduler.model.account import Account, Profile
from scheduler.model.receipt import Locked, Outcome, Prepared
from scheduler.service.ports import Fence
from scheduler.wire.crossing import Answer, WireTrouble
from tests.scripted import Scripted

NOT_IN = "it does not let the token in (401)"


class Doorman(Scripted):
    """Of the Mastodon kind. What is posted stays in the test."""

    def __init__(self, account: Account, kit: Kit) -> None:
        super().__init__(at=kit.clock.now(), public=True)
        self._account = account
        self._kit = kit
        self._door = door_for(account, kit)

    def send(self, prepared: Prepared, fence: Fence) -> Outcome:
        fence()
        return Locked(reason=NOT_IN) if self._whose().status == 401 else self.take(prepared.key)

    def introduce(self) -> Profile:
        answer = self._whose()
        if answer.status == 401:
            raise ChannelLocked(NOT_IN)
        user = answer.group["username"]
        if self._account.handle not in {None, user}:
            raise ChannelLocked(f"the token belongs to @{user}")
        return Profile(
            at=self._kit.clock.now(),
            remote_id=answer.group["id"],
            handle=f"{user}@mastodon.example",
            url=answer.group["url"],
            automated=answer.group["bot"],
            limits={"characters": 500},
            left={"requests": "299 of 300"},
            rules=("No violence.", "Automated accounts post unlisted."),
        )

    def _whose(self) -> Answer:
        address = f"{self._account.server}/api/v1/accounts/verify_credentials"
        header = {"Authorization": f"Bearer {self._kit.token()}"}
        try:
            self._door.ask(lambda: self._door.session.get(address, headers=header))
        except WireTrouble as trouble:
            raise ChannelTrouble(str(trouble)) from None
        assert self._door.last is not None
        return self._door.last
