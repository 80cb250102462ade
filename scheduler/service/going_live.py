"""Lets an account publish, or takes that back; a person decides, after a look at the first week."""

from datetime import timedelta
from enum import Enum, auto

from scheduler.errors import NotAllowed
from scheduler.model.delivery import AHEAD, State
from scheduler.service.accepting import Current
from scheduler.service.desk import Desk
from scheduler.service.fence import is_live, let_as, voice_of
from scheduler.service.planning import Look, Planning
from scheduler.service.ports import Channels

FIRST_WEEK = timedelta(days=7)


class Voice(Enum):
    """Whether an account may publish: nothing that it says leaves this machine; a person let it; nobody did yet."""

    BY_ITSELF = auto()
    LET = auto()
    WAITING = auto()


class GoingLive:
    def __init__(self, desk: Desk, planning: Planning, channels: Channels) -> None:
        self._desk = desk
        self._planning = planning
        self._channels = channels

    def voice(self, current: Current, account_id: str) -> Voice:
        """Raises NoSuchThing for an unknown account, NotAllowed where this version has no channel for it."""
        account = current.house.account(account_id)
        channel = self._channels(account_id)
        if channel is None:
            raise NotAllowed(f"this version has no channel for {account.network}, so {account_id} cannot go live")
        if not channel.capabilities.public:
            return Voice.BY_ITSELF
        with self._desk.store.look() as looking:
            return Voice.LET if is_live(looking, channel, account) else Voice.WAITING

    def first_week(self, current: Current, account_id: str) -> Look:
        """What it would say; changes nothing."""
        return self._planning.look(current, days=FIRST_WEEK, accounts={account_id})

    def let(self, current: Current, account_id: str, *, who: str) -> None:
        """From now on it is planned for and publishes."""
        if self.voice(current, account_id) is not Voice.WAITING:
            return
        with self._desk.transaction(who) as t:
            t.writing.set_live(account_id, t.now)
            t.writing.set_mark(let_as(account_id), voice_of(current.house.account(account_id)))
            t.note("account.live", f"{who} let it publish", chain=account_id)
        self._planning.apply(current, who)

    def take_back(self, account_id: str, *, who: str) -> bool:
        """Nothing more is planned for it, and what is ahead, by hand or not, is withdrawn at once; False where nobody
        had let it."""
        with self._desk.transaction(who) as t:
            if account_id not in t.writing.live():
                return False
            t.writing.set_live(account_id, None)
            t.writing.set_mark(let_as(account_id), None)
            t.note("account.silenced", f"{who} took it back", chain=account_id)
            for row in t.writing.deliveries(states=AHEAD, account=account_id):
                t.move(row, row.to(State.WITHDRAWN), "delivery.withdrawn", f"{account_id} is no longer live")
        return True
