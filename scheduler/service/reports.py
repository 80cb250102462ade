"""What people ask of the house: how it is, what comes next, and what stands in the way."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.model.account import Account
from scheduler.model.delivery import AHEAD, SPOKEN, Delivery, State
from scheduler.model.house import House
from scheduler.model.record import Alert, Stop
from scheduler.service.accepting import REFUSED, WAITING, Current
from scheduler.service.circuit import paused_until
from scheduler.service.desk import Desk
from scheduler.service.fence import stop_over
from scheduler.service.planning import FIRST_START, LAST_EDIT
from scheduler.service.ports import Channels, Files, Looking
from scheduler.service.tidying import LAST_BEAT

UNSENT = timedelta(minutes=2)
"""A post that was due this long ago and has not gone out is said to be overdue."""

SILENT = timedelta(minutes=20)
"""A beat older than this, with no engine alive, means that nobody keeps it; `once` from cron runs oftener."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountReport:
    """`today` and `this_week` count by the zone of the account's schedules. `paused_until` None: no trouble."""

    account: Account
    live: bool
    has_channel: bool
    last_out: datetime | None
    next_due: datetime | None
    today: int
    this_week: int
    paused_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """`troubles` empty: healthy. Each says what is wrong and what to do."""

    at: datetime
    troubles: tuple[str, ...]
    engine: str | None
    last_beat: datetime | None
    first_start: datetime | None
    version: Current | None
    refused: tuple[str, ...]
    waiting: str
    last_edit: tuple[str, ...]
    stops: tuple[Stop, ...]
    stop_file: bool
    accounts: tuple[AccountReport, ...]
    tally: Mapping[State, int]
    ahead: tuple[Delivery, ...]
    held: tuple[Delivery, ...]
    alerts: tuple[Alert, ...]

    @property
    def healthy(self) -> bool:
        return not self.troubles


class Reports:
    def __init__(self, desk: Desk, files: Files, channels: Channels, current: Callable[[], Current | None]) -> None:
        self._desk = desk
        self._files = files
        self._channels = channels
        self._current = current

    def status(self) -> Status:
        now = self._desk.clock.now()
        engine = self._desk.store.engine_owner()
        current = self._current()
        stop_file = self._files.stop_file()
        with self._desk.store.look() as looking:
            stops = looking.stops()
            ahead = looking.deliveries(states=AHEAD | {State.CLAIMED}, limit=5)
            held = looking.deliveries(states={State.HELD})
            refused = looking.mark(REFUSED)
            last_beat = _instant(looking.mark(LAST_BEAT))
            found = Status(
                at=now,
                troubles=(),
                engine=engine,
                last_beat=last_beat,
                first_start=_instant(looking.mark(FIRST_START)),
                version=current,
                refused=tuple(json.loads(refused)["problems"]) if refused else (),
                waiting=looking.mark(WAITING) or "",
                last_edit=_last_edit(looking.mark(LAST_EDIT)),
                stops=tuple(stops),
                stop_file=stop_file,
                accounts=self._accounts(looking, current, now),
                tally=looking.tally(),
                ahead=tuple(ahead),
                held=tuple(held),
                alerts=tuple(looking.alerts(open_only=True)),
            )
            overdue = [
                d
                for d in looking.deliveries(states=AHEAD, until=now - UNSENT)
                if stop_over(stops, d) is None and d.ready_at < now - UNSENT
            ]
        return _with_troubles(found, overdue)

    def _accounts(self, looking: Looking, current: Current | None, now: datetime) -> tuple[AccountReport, ...]:
        if current is None:
            return ()
        return tuple(self._account(looking, current.house, account, now) for account in current.house.accounts)

    def _account(self, looking: Looking, house: House, account: Account, now: datetime) -> AccountReport:
        local = now.astimezone(ZoneInfo(house.zone_of(account.id)))
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        monday = midnight - timedelta(days=local.weekday())
        said = looking.deliveries(states=SPOKEN - AHEAD, account=account.id, since=monday)
        ahead = looking.deliveries(states=AHEAD, account=account.id, limit=1)
        channel = self._channels(account.id)
        return AccountReport(
            account=account,
            live=channel is not None and (not channel.capabilities.public or account.id in looking.live()),
            has_channel=channel is not None,
            last_out=looking.last_out(account.id),
            next_due=ahead[0].ready_at if ahead else None,
            today=sum(d.due_at >= midnight for d in said),
            this_week=len(said),
            paused_until=paused_until(looking, account.id),
        )


def _last_edit(mark: str | None) -> tuple[str, ...]:
    """What the last edit of the files did to the outbox, a line a post."""
    return tuple(json.loads(mark)["lines"]) if mark else ()


def _instant(mark: str | None) -> datetime | None:
    return datetime.fromisoformat(mark) if mark else None


def _with_troubles(found: Status, overdue: list[Delivery]) -> Status:
    troubles: list[str] = []
    if found.refused:
        troubles.append(
            f"the files were edited and cannot be taken ({len(found.refused)} problems); version "
            f"{found.version.number if found.version else '-'} speaks on; run `awareness check`"
        )
    if found.waiting:
        troubles.append(f"edited files are not taken yet: {found.waiting}")
    if found.stop_file:
        troubles.append("a STOP file lies beside the configuration: nothing is sent; remove it to go on")
    troubles += [
        f"stopped: {f'{s.scope} {s.subject}'.strip()}, by {s.who}, since {s.at:%Y-%m-%d %H:%M} UTC: {s.why}"
        for s in found.stops
    ]
    troubles += [f"held: {d.key}: `awareness held` shows the evidence" for d in found.held]
    troubles += [f"due and unsent: {d.key}, due {d.due_at:%Y-%m-%d %H:%M} UTC" for d in overdue[:5]]
    troubles += [
        f"{a.account.id}: trouble with its network, tries again at {a.paused_until:%H:%M:%S} UTC"
        for a in found.accounts
        if a.paused_until is not None
    ]
    troubles += [a.text for a in found.alerts if a.kind in {"clock", "locked", "trouble", "beat"}]
    if found.engine is None and (found.last_beat is None or found.at - found.last_beat > SILENT):
        since = f"since {found.last_beat:%Y-%m-%d %H:%M} UTC" if found.last_beat else "yet"
        troubles.append(f"nothing has kept the beat {since}: start `awareness run`, or `awareness once` from cron")
    return replace(found, troubles=tuple(troubles))
