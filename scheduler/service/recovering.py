"""After a store was put back: asks every account what it said meanwhile, settles what that tells, and goes on."""

import logging
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.errors import ChannelTrouble, EngineRunning, StoreBusy
from scheduler.model.delivery import OUT, UNFINISHED, Delivery, State
from scheduler.model.receipt import CannotTell, Finding, Found, Outgoing
from scheduler.model.record import RESTORE, Scope, Stop
from scheduler.model.slot import SlotKey
from scheduler.service.desk import Desk, Transaction
from scheduler.service.fates import Fate, fate_of, settle
from scheduler.service.ports import Channel, Channels
from scheduler.service.put_back import PUT_BACK, PutBack, keep, put_back, recognise
from scheduler.service.settling import Settling
from scheduler.service.spending import book_look_up
from scheduler.service.store_ports import Looking

log = logging.getLogger(__name__)

OPEN = UNFINISHED - {State.CLAIMED, State.SENDING}
UNSEEN = CannotTell(reason="nobody looked for it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """One account. `trouble`: why it cannot be asked now ('': it was). `fates` holds only posts that something
    happens to, or that surely are not out."""

    account: str
    findings: Mapping[SlotKey, Finding]
    fates: tuple[Fate, ...]
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    put_back: PutBack
    accounts: tuple[Recalled, ...]


class Recovering:
    def __init__(self, desk: Desk, channels: Channels, settling: Settling, owner: str) -> None:
        self._desk = desk
        self._channels = channels
        self._settling = settling
        self._owner = owner

    def look(self, *, who: str, forced: str = "") -> Recovery | None:
        """What the accounts say, and what would become of each post; only what the look costs is written. `forced`: a
        person says that the store was put back. None: it was not. Raises EngineRunning where a person says so of a
        store whose engine lives."""
        self._open(forced)
        now = self._desk.clock.now()
        with self._desk.store.look() as looking:
            found = put_back(looking)
            if found is None:
                return None
            rows = _rows_by_account(looking)
            in_hand = looking.deliveries(states={State.CLAIMED, State.SENDING}, limit=1)
        if in_hand:
            raise StoreBusy(
                f"the service still has {in_hand[0].key} in hand; try again in a few minutes, or restart it"
            )
        waiting = set(rows) if found.waiting is None else set(found.waiting)
        recalled = [self._recall(account, rows.get(account, []), found, now, who) for account in sorted(waiting)]
        return Recovery(put_back=found, accounts=tuple(recalled))

    def settle(self, found: Recovery, *, who: str, hold: Collection[str] = ()) -> tuple[Recalled, ...]:
        """Do it, and lift the stop; an account that could not be asked stays stopped, unless it is one of `hold`: then
        what may be out there is held. Returns what was done."""
        done = []
        for recalled in found.accounts:
            if recalled.trouble and recalled.account not in hold:
                continue
            with self._desk.transaction(who) as t:
                done.append(self._settle(t, recalled, found.put_back))
        with self._desk.transaction(who) as t:
            settled = {recalled.account for recalled in done}
            _go_on(t, found, {r.account: r.trouble for r in found.accounts if r.account not in settled})
        return tuple(done)

    def _open(self, forced: str) -> None:
        """What the start of an engine does; where one lives it has done it."""
        try:
            with self._desk.store.engine_lock(self._owner):
                recognise(self._desk, self._owner, forced=forced)
                self._settling.adopt()
        except EngineRunning:
            if forced:
                raise

    def _recall(self, account: str, rows: list[Delivery], found: PutBack, now: datetime, who: str) -> Recalled:
        channel = self._channels(account)
        if channel is None:
            findings: Sequence[Finding] = [CannotTell(reason="there is no such account any more")] * len(rows)
        else:
            try:
                findings = self._asked(channel, rows, _beginning(rows, found, now), who)
            except ChannelTrouble as trouble:
                return Recalled(account=account, findings={}, fates=(), trouble=str(trouble))
        by_key = dict(zip((row.key for row in rows), findings, strict=True))
        with self._desk.store.look() as looking:
            by_key = _each_once(by_key, _known(looking, account))
        return Recalled(account=account, findings=by_key, fates=_fates(rows, by_key, found.at, now))

    def _asked(self, channel: Channel, rows: list[Delivery], since: datetime, who: str) -> Sequence[Finding]:
        try:
            findings = channel.recall([_outgoing(row) for row in rows], since) if rows else []
        except ChannelTrouble:
            raise
        except Exception as bug:
            log.exception("channel.defect", extra={"about": {"account": rows[0].account}})
            raise ChannelTrouble(f"the channel failed: {type(bug).__name__}") from bug
        looked_at = sum(finding.looked_at for finding in findings)
        if looked_at:
            with self._desk.transaction(who) as t:
                book_look_up(t, rows[0], channel, looked_at)
        return findings

    def _settle(self, t: Transaction, recalled: Recalled, found: PutBack) -> Recalled:
        """By the rows as they are now: an engine that lives has settled some meanwhile."""
        rows = t.writing.deliveries(states=OPEN, account=recalled.account)
        fates = _fates(rows, recalled.findings, found.at, t.now)
        for fate in fates:
            settle(t, fate)
        return replace(recalled, fates=fates)


def _fates(
    rows: list[Delivery], findings: Mapping[SlotKey, Finding], told: datetime, now: datetime
) -> tuple[Fate, ...]:
    fates = (fate_of(row, findings.get(row.key, UNSEEN), told=told, now=now) for row in rows)
    return tuple(fate for fate in fates if fate.changes or fate.why)


def _rows_by_account(looking: Looking) -> dict[str, list[Delivery]]:
    rows: dict[str, list[Delivery]] = defaultdict(list)
    for row in looking.deliveries(states=OPEN):
        rows[row.account].append(row)
    return dict(rows)


def _beginning(rows: list[Delivery], found: PutBack, now: datetime) -> datetime:
    """From when on any of them can have gone out without the store knowing it."""
    sent = [row.first_sent for row in rows if row.first_sent]
    due = [row.due_at for row in rows]
    return min([found.since or min(due, default=now), *sent, now])


def _known(looking: Looking, account: str) -> set[str]:
    """The network's names of the posts that the store knows to be out."""
    return {row.receipt.remote_id for row in looking.deliveries(states=OUT, account=account) if row.receipt}


def _each_once(findings: Mapping[SlotKey, Finding], known: set[str]) -> dict[SlotKey, Finding]:
    """One post at the network is one post of ours, the one that was due first; what says the same may be out or not."""
    taken, told = set(known), dict[SlotKey, Finding]()
    for key, finding in findings.items():
        told[key] = finding
        if isinstance(finding, Found):
            if finding.receipt.remote_id in taken:
                told[key] = CannotTell(reason=f"{finding.receipt.url} says the same, and is another post of ours")
            taken.add(finding.receipt.remote_id)
    return told


def _outgoing(row: Delivery) -> Outgoing:
    return Outgoing(
        key=str(row.key), account=row.account, post=row.post, language=row.language, at=row.due_at, zone=row.zone
    )


def _go_on(t: Transaction, found: Recovery, waiting: Mapping[str, str]) -> None:
    """A person's stop that stood before ours stands again; an account that could not be asked stays stopped."""
    for stop in [stop for stop in t.writing.stops() if stop.waits_for_recover]:
        t.writing.resume(stop)
    for account, trouble in waiting.items():
        why = f"the store was put back or copied, and {account} could not be asked what it said: {trouble}"
        t.writing.stop(Stop(scope=Scope.ACCOUNT, subject=account, at=t.now, who=RESTORE, why=why))
    before = found.put_back.before
    if before is not None and found.put_back.waiting is None:
        at = datetime.fromisoformat(before["at"])
        t.writing.stop(Stop(scope=Scope.ALL, subject="", at=at, who=before["who"], why=before["why"]))
    keep(t, replace(found.put_back, waiting=tuple(waiting)) if waiting else None)
    t.note("store.recovered", _words(waiting), evidence={"waiting": " ".join(waiting)} if waiting else {})
    if not waiting:
        t.calm("store", PUT_BACK)


def _words(waiting: Mapping[str, str]) -> str:
    if waiting:
        return f"what was said is settled, but for accounts that could not be asked: {', '.join(waiting)}"
    return "what was said is settled; the service goes on"
