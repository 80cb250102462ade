"""The publish beat: what is due is frozen, caught up, claimed lane by lane, and sent."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scheduler.errors import NoSuchThing
from scheduler.model.delivery import AHEAD, SPOKEN, Delivery, State
from scheduler.model.house import House
from scheduler.model.ledger import Ledger
from scheduler.model.post import Verdict
from scheduler.model.schedule import Late
from scheduler.planner.catching_up import catch_up, next_up
from scheduler.rules.judging import judge_sending
from scheduler.rules.verdicts import refusal
from scheduler.service.admitting import text_rule
from scheduler.service.circuit import paused_until
from scheduler.service.desk import Desk, Transaction
from scheduler.service.fence import stop_over
from scheduler.service.ports import Channel, Channels, Files, Looking
from scheduler.service.sending import Sending

LAST_BEAT = "last beat"
GAP = timedelta(minutes=2)
"""A silence of the beat longer than this is a gap; a step back of the clock longer than this is waited out."""

LOOK_BACK = timedelta(days=8)
"""How much of what was said the rules at send time can see: a week and a day."""

NO_CHANNEL = "this version has no channel for the network of its account"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidied:
    """`clock_back_until`: the clock stands before an instant that was already recorded; nothing is sent until
    then."""

    clock_back_until: datetime | None = None
    expired: int = 0


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
        """Freeze what is near, let go of what is too late, and after a gap let nothing flood."""
        house = self._house()
        with self._desk.store.look() as looking:
            last = _last_beat(looking)
        now = self._desk.clock.now()
        if last is not None and now < last - GAP:
            return self._wait_for_clock(now, last)
        with self._desk.transaction("beat:publish") as t:
            self._catch_up(t, house, last)
            expired = self._expire(t)
            self._freeze(t, house.settings.freeze)
            t.calm("clock", "back")
            t.writing.set_mark(LAST_BEAT, max(t.now, last or t.now).isoformat())
        return Tidied(expired=expired)

    def lanes(self) -> list[str]:
        """The accounts that have something due; each is one lane."""
        with self._desk.store.look() as looking:
            return sorted({d.account for d in looking.deliveries(states={State.QUEUED}, until=self._soon())})

    def next_due(self) -> datetime | None:
        """When the next post that is still ahead may be claimed; None: nothing is ahead."""
        now = self._desk.clock.now()
        with self._desk.store.look() as looking:
            ahead = looking.deliveries(states=AHEAD, since=now, limit=20)
            paused = {account: paused_until(looking, account) for account in {d.account for d in ahead}}
        return min((max(d.ready_at, paused[d.account] or d.ready_at) for d in ahead), default=None)

    def drain(self, lane: str, ending: Callable[[], bool] = lambda: False) -> int:
        """Publish what is due in one lane, one after another, until `ending`; returns how many were tried."""
        tried = 0
        while not ending() and (claimed := self._claim(lane)) is not None:
            self._sending.send(*claimed, self._house().settings)
            tried += 1
        return tried

    def _claim(self, lane: str) -> tuple[Delivery, Channel] | None:
        if self._files.stop_file():
            return None
        house, channel = self._house(), self._channels(lane)
        with self._desk.store.look() as looking:
            if not looking.deliveries(states={State.QUEUED}, account=lane, until=self._soon(), limit=1):
                return None
        with self._desk.transaction("beat:publish") as t:
            last = _last_beat(t.writing)
            if (last is not None and t.now < last - GAP) or t.now < (paused_until(t.writing, lane) or t.now):
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
                if verdict.allowed and channel is not None:
                    taken = self._take(t, row, house.settings.lease)
                    return (taken, channel) if taken else None
                _put_off(t, row, refusal("gone", "text", NO_CHANNEL) if verdict.allowed else verdict)
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
        return judge_sending(row, now, house, account, Ledger.of(said), text_rule(account))

    def _catch_up(self, t: Transaction, house: House, last: datetime | None) -> None:
        if last is None or t.now - last <= GAP:
            return
        overdue = t.writing.deliveries(states=AHEAD, until=t.now)
        letting_go = catch_up(overdue, now=t.now, gap_began=last, late=lambda d: _late(house, d))
        for row, why in letting_go:
            t.move(row, row.to(State.EXPIRED), "delivery.expired", why)
        minutes = int((t.now - last).total_seconds() // 60)
        if overdue or minutes >= 60:
            t.note("gap", f"the service was silent for {minutes} min", evidence={"since": last.isoformat()})
        _tell_expired(t, [row for row, _ in letting_go], f"after a gap of {minutes} min")

    def _expire(self, t: Transaction) -> int:
        gone = [d for d in t.writing.deliveries(states=AHEAD, until=t.now) if d.send_by < t.now]
        stops = t.writing.stops()
        for row in gone:
            stop = stop_over(stops, row)
            why = f"its last moment passed at {row.send_by:%H:%M} UTC"
            if stop is not None:
                why += f" while a stop by {stop.who} was in force"
            t.move(row, row.to(State.EXPIRED), "delivery.expired", why)
        _tell_expired(t, gone, "their last moment passed")
        return len(gone)

    def _freeze(self, t: Transaction, freeze: timedelta) -> None:
        for row in t.writing.deliveries(states={State.PLANNED}, until=t.now + freeze):
            t.move(row, row.to(State.QUEUED), "delivery.frozen", "its text can no longer change")

    def _wait_for_clock(self, now: datetime, last: datetime) -> Tidied:
        with self._desk.transaction("beat:publish") as t:
            t.alert(
                "clock",
                "back",
                f"the clock says {now:%Y-%m-%d %H:%M} UTC, before the last beat at {last:%Y-%m-%d %H:%M} UTC; "
                "nothing is sent until it has passed that, or mend the clock",
            )
        return Tidied(clock_back_until=last)


def _put_off(t: Transaction, row: Delivery, verdict: Verdict) -> None:
    """A rule said no at the last moment: wait, if waiting mends it in time; otherwise let it go, with the reason."""
    if verdict.not_before is not None and verdict.not_before <= row.send_by:
        later = replace(row, not_before=verdict.not_before)
        t.move(row, later, "delivery.delayed", verdict.reason)
        return
    t.move(row, row.to(State.EXPIRED), "delivery.expired", verdict.reason)
    _tell_expired(t, [row], verdict.reason)


def _tell_expired(t: Transaction, rows: list[Delivery], why: str) -> None:
    for account in sorted({row.account for row in rows}):
        gone = [row for row in rows if row.account == account]
        t.alert(
            "expired",
            account,
            f"{account}: {len(gone)} post{'s' if len(gone) > 1 else ''} not said, the first {gone[0].key}: {why}",
            stands=False,
        )


def _late(house: House, row: Delivery) -> Late:
    try:
        return house.schedule(row.key.campaign, row.key.schedule).late
    except NoSuchThing:
        return Late()


def _last_beat(looking: Looking) -> datetime | None:
    mark = looking.mark(LAST_BEAT)
    return datetime.fromisoformat(mark) if mark else None
