"""What is due is claimed, lane by lane, judged once more, and sent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from scheduler.errors import NoSuchThing
from scheduler.model.delivery import AHEAD, SPOKEN, Delivery, State
from scheduler.model.house import House, Settings
from scheduler.model.ledger import Ledger
from scheduler.model.money import Purpose, month_of
from scheduler.model.post import Verdict
from scheduler.planner.catching_up import next_up
from scheduler.rules.judging import judge_sending
from scheduler.rules.verdicts import refusal
from scheduler.service.admitting import judge_links, text_rule
from scheduler.service.circuit import paused_until
from scheduler.service.desk import Desk, Transaction
from scheduler.service.fence import is_live, stop_over
from scheduler.service.ports import Channel, Channels, Files
from scheduler.service.sending import Sending
from scheduler.service.store_ports import Looking
from scheduler.service.tidying import GAP, Tidied, clock_is_doubted, last_beat, tell_expired, tidy

LOOK_BACK = timedelta(days=8)
"""How much of what was said the rules at send time can see: a week and a day."""

NO_CHANNEL = "this version has no channel for the network of its account"


class Publishing:
    def __init__(
        self, desk: Desk, house: Callable[[], House], channels: Channels, files: Files, sending: Sending
    ) -> None:
        self._desk = desk
        self._house = house
        self._channels = channels
        self._files = files
        self._sending = sending

    def tidy(self) -> Tidied:
        """Comes before every look at the lanes."""
        return tidy(self._desk, self._house(), self._files.stop_file())

    def lanes(self) -> list[str]:
        """The accounts that have something due; each is one lane."""
        with self._desk.store.look() as looking:
            return sorted({d.account for d in looking.deliveries(states={State.QUEUED}, until=self._soon())})

    def is_due(self, lane: str) -> bool:
        """Whether a post of this account can be claimed now: one that waits for a rule, its network or a person is not
        due."""
        now = self._desk.clock.now()
        with self._desk.store.look() as looking:
            stops = looking.stops()
            queued = looking.deliveries(states={State.QUEUED}, account=lane, until=self._soon())
        return any(d.ready_at <= now <= d.send_by and stop_over(stops, d) is None for d in queued)

    def next_due(self) -> datetime | None:
        """When a post may next be claimed that may not be claimed yet; None: nothing is ahead."""
        now = self._desk.clock.now()
        with self._desk.store.look() as looking:
            overdue = looking.deliveries(states={State.QUEUED}, until=now)  # some rule or network put them off
            ahead = [*overdue, *looking.deliveries(states=AHEAD, since=now, limit=20)]
            paused = {account: paused_until(looking, account) for account in {d.account for d in ahead}}
        instants = (max(d.ready_at, paused[d.account] or d.ready_at) for d in ahead)
        return min((instant for instant in instants if instant >= now), default=None)

    def drain(self, lane: str, ending: Callable[[], bool] = lambda: False) -> int:
        """Publish what is due in one lane, one after another, until `ending`; returns how many were tried."""
        tried = 0
        while not ending() and (claimed := self._claim(lane)) is not None:
            self._sending.send(*claimed)
            tried += 1
        return tried

    def _claim(self, lane: str) -> tuple[Delivery, Channel, House] | None:
        if self._files.stop_file():
            return None
        house, channel = self._house(), self._channels(lane)
        with self._desk.store.look() as looking:
            if not looking.deliveries(states={State.QUEUED}, account=lane, until=self._soon(), limit=1):
                return None
            last = last_beat(looking)
        if last is not None and self._desk.clock.now() - last > GAP:
            self.tidy()  # this hand slept through a gap, and woke before the beat
        with self._desk.transaction("beat:publish") as t:
            if (
                not t.writing.goes_on
                or clock_is_doubted(t.writing, t.now)
                or t.now < (paused_until(t.writing, lane) or t.now)
            ):
                return None
            stops = t.writing.stops()
            due = [
                d
                for d in t.writing.deliveries(states={State.QUEUED}, account=lane, until=self._soon())
                if d.ready_at <= t.now <= d.send_by and stop_over(stops, d) is None
            ]
            while (row := next_up(due)) is not None:
                due.remove(row)
                verdict = self._veto(t.writing, house, row, t.now)
                if verdict.allowed and channel is not None and is_live(t.writing, channel, house.account(lane)):
                    taken = self._take(t, row, lease_of(row, house.settings))
                    return (taken, channel, house) if taken else None
                missing = NO_CHANNEL if channel is None else f"nobody has let {lane} go live"
                _put_off(t, row, refusal("gone", "text", missing) if verdict.allowed else verdict)
        return None

    def _soon(self) -> datetime:
        return self._desk.clock.now() + timedelta(microseconds=1)

    def _take(self, t: Transaction, row: Delivery, lease: timedelta) -> Delivery | None:
        claimed = row.to(
            State.CLAIMED,
            attempt=row.attempt + 1,
            owner=self._sending.owner,
            lease_until=t.now + lease,
            not_before=None,
        )
        if not t.move(row, claimed, "delivery.claimed", f"try {claimed.attempt}"):
            return None
        return replace(claimed, revision=row.revision + 1)

    def _veto(self, looking: Looking, house: House, row: Delivery, now: datetime) -> Verdict:
        try:
            account = house.account(row.account)
        except NoSuchThing as gone:
            return refusal("gone", "text", str(gone))
        if row.post.redacted:
            return refusal("gone", "text", "a person took this text away; change its template to say something else")
        begun = looking.deliveries(
            states=SPOKEN - AHEAD, account=row.account, since=now - LOOK_BACK, until=now + LOOK_BACK
        )
        said = [d for d in begun if d.key != row.key]
        ledger = Ledger.of(said, looking.spent(Purpose.POSTING, since=month_of(now)))
        rule = text_rule(account)
        verdict = judge_sending(row, now, house, account, ledger, rule)
        return judge_links(row.post, house.action(row.key.campaign, row.action), rule) if verdict.allowed else verdict


def lease_of(row: Delivery, settings: Settings) -> timedelta:
    """How long it may take until the fence: with each picture come two calls to its network, one for what it shows."""
    return settings.lease + 2 * len(row.post.pictures) * settings.deadline


def _put_off(t: Transaction, row: Delivery, verdict: Verdict) -> None:
    """A rule said no at the last moment: wait, if waiting mends it in time; otherwise let it go, with the reason."""
    if verdict.not_before is not None and verdict.not_before <= row.send_by:
        later = replace(row, not_before=verdict.not_before)
        t.move(row, later, "delivery.delayed", verdict.reason)
        return
    t.move(row, row.to(State.EXPIRED), "delivery.expired", verdict.reason)
    tell_expired(t, [row], verdict.reason)
