"""What people ask of the house: how it is, what comes next, and what stands in the way."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.errors import FilesWrong
from scheduler.model.account import Account
from scheduler.model.delivery import AHEAD, SPOKEN, Delivery, State
from scheduler.model.house import House
from scheduler.model.money import Purpose, month_of
from scheduler.model.record import Alert, Stop, StopFile
from scheduler.service.accepting import REFUSED, WAITING, Current
from scheduler.service.appraising import Appraisal, appraise
from scheduler.service.circuit import paused_until
from scheduler.service.desk import Desk
from scheduler.service.fence import is_live, is_silenced, stop_over
from scheduler.service.planning import FIRST_START, LAST_EDIT
from scheduler.service.ports import Channels, Files
from scheduler.service.profiles import profile_in
from scheduler.service.pulsing import Felt, felt
from scheduler.service.put_back import signs
from scheduler.service.rationing import Ration, ration
from scheduler.service.silence import silences
from scheduler.service.store_ports import Looking
from scheduler.service.sustaining import undecided
from scheduler.service.tidying import LAST_BEAT

UNSENT = timedelta(minutes=2)
"""A post that was due this long ago and has not gone out is said to be overdue."""

MOST = 5
"""Posts in the same trouble that are named one by one."""

SILENT = timedelta(minutes=20)
"""A beat older than this means that nobody keeps it; `once` from cron runs oftener."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountReport:
    """`changed`: it is silent because an edit made it another than somebody let live. `today` and `this_week` count by
    the zone of the account's schedules. `paused_until` None: no trouble. `spent` is what was booked this month for each
    purpose, in millionths of a US dollar. `appraisal` holds what its network last said of it against the files.
    `readings` None: its channel reads nothing."""

    account: Account
    live: bool
    changed: bool
    has_channel: bool
    last_out: datetime | None
    next_due: datetime | None
    today: int
    this_week: int
    paused_until: datetime | None
    spent: Mapping[Purpose, int]
    appraisal: Appraisal
    readings: Ration | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """`troubles` empty: healthy. Each says what is wrong and what to do. `felt` None: no service that feels its pulse
    ever ran."""

    at: datetime
    troubles: tuple[str, ...]
    engine: str | None
    last_beat: datetime | None
    felt: Felt | None
    first_start: datetime | None
    version: Current | None
    refused: tuple[str, ...]
    waiting: str
    last_edit: tuple[str, ...]
    stops: tuple[Stop, ...]
    stop_file: StopFile | None
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
        current, unreadable = self._in_force()
        stop_file = self._files.stop_file()
        untold = signs(self._desk.store) if engine is None else ()
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
                felt=felt(looking),
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
            waiting = [
                *unreadable,
                *([] if stop_file else _overdue(looking, stops, now)),
                *_stuck(looking, engine, now),
                *_untold(looking, now),
                *(silences(looking, current.house, now) if current else ()),
                *(undecided(looking, current.house, now) if current else ()),
                *(f"the store was put back or copied: {sign}; the next start is a stopped one" for sign in untold),
            ]
        return _with_troubles(found, waiting)

    def _in_force(self) -> tuple[Current | None, list[str]]:
        """The files in force, and what is wrong where this version of the program cannot read them."""
        try:
            return self._current(), []
        except FilesWrong as wrong:
            first = wrong.problems[0]
            return None, [f"the files in force cannot be read any more, and the service cannot start: {first}"]

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
        paused = paused_until(looking, account.id)
        profile = profile_in(looking, account.id)
        return AccountReport(
            account=account,
            live=channel is not None and is_live(looking, channel, account),
            changed=channel is not None and not is_live(looking, channel, account) and account.id in looking.live(),
            has_channel=channel is not None,
            last_out=looking.last_out(account.id),
            next_due=ahead[0].ready_at if ahead else None,
            today=sum(d.due_at >= midnight for d in said),
            this_week=len(said),
            paused_until=paused if paused is not None and now < paused else None,
            spent={
                purpose: looking.spent(purpose, since=month_of(now)).get((account.id, month_of(now)), 0)
                for purpose in Purpose
            },
            appraisal=appraise(account, profile, now) if profile else Appraisal(),
            readings=ration(looking, account.id, now) if channel and channel.capabilities.reads else None,
        )


def _overdue(looking: Looking, stops: list[Stop], now: datetime) -> list[str]:
    long_ago = now - UNSENT
    rows = [
        row
        for row in looking.deliveries(states=AHEAD, until=long_ago)
        if stop_over(stops, row) is None and row.ready_at < long_ago
    ]
    first: dict[str, Delivery] = {}
    for row in rows:
        first.setdefault(row.account, row)
    number = Counter(row.account for row in rows)
    several = {a: f"{number[a]} posts on {a}, the first " if number[a] > 1 else "" for a in first}
    return [f"due and unsent: {several[a]}{r.key}, due {r.due_at:%Y-%m-%d %H:%M} UTC" for a, r in first.items()]


def _stuck(looking: Looking, engine: str | None, now: datetime) -> list[str]:
    """What a hand took up and did not end: its service died, or its network hangs; and doubts that last."""
    begun = looking.deliveries(states={State.CLAIMED, State.SENDING, State.IN_DOUBT})
    left = [d for d in begun if d.state is not State.IN_DOUBT and (engine is None or _is_past(d.lease_until, now))]
    doubted = [d for d in begun if d.state is State.IN_DOUBT and _is_past(d.first_sent, now - UNSENT)]
    return [
        *(f"left {d.state}: {d.key}; the service settles it when it runs" for d in left[:MOST]),
        *(f"in doubt: {d.key} may be out since {d.first_sent:%Y-%m-%d %H:%M} UTC" for d in doubted[:MOST]),
    ]


def _is_past(instant: datetime | None, now: datetime) -> bool:
    return instant is not None and instant < now


def _untold(looking: Looking, now: datetime) -> list[str]:
    waiting = [alert for alert in looking.alerts(unsent_only=True) if alert.at < now - UNSENT]
    if not waiting:
        return []
    since = f"{waiting[0].at:%Y-%m-%d %H:%M} UTC"
    return [f"alerts that could not be told: {len(waiting)}, the first of {since}: {waiting[0].text}"]


def _last_edit(mark: str | None) -> tuple[str, ...]:
    """What the last edit of the files did to the outbox, a line a post."""
    return tuple(json.loads(mark)["lines"]) if mark else ()


def _instant(mark: str | None) -> datetime | None:
    return datetime.fromisoformat(mark) if mark else None


def _told(file: StopFile) -> str:
    if file.since is None:
        why = file.why or "it cannot be read"
        return (
            f"whether a STOP file lies there cannot be told, so nothing is sent: {file.path}: {why}; look at its rights"
        )
    who = f"by {file.who}, since {file.since:%Y-%m-%d %H:%M} UTC{f': {file.why}' if file.why else ''}"
    return f"a STOP file lies beside the configuration, {who}: nothing is sent; remove {file.path} to go on"


def _told_by_alert(stop: Stop, alerts: Sequence[Alert]) -> bool:
    """Whether an alert that stands says the same, and what to do."""
    return stop.why.startswith("locked: ") and any((a.kind, a.subject) == ("locked", stop.subject) for a in alerts)


def _pauses(found: Status) -> Iterator[str]:
    """A line for each account whose network gives trouble. One that is stopped does not try, and is spoken of above."""
    alerts = {alert.subject: alert.text for alert in found.alerts if alert.kind == "trouble"}
    for report in found.accounts:
        account = report.account.id
        if is_silenced(list(found.stops), account):
            continue
        again = f"tries again at {report.paused_until:%H:%M:%S} UTC" if report.paused_until else ""
        trouble = alerts.get(account) or (f"{account}: trouble with its network" if again else "")
        if trouble:
            yield ", ".join(filter(None, (trouble, again)))


def _with_troubles(found: Status, waiting: list[str]) -> Status:
    troubles: list[str] = []
    if found.refused:
        problems = "1 problem" if len(found.refused) == 1 else f"{len(found.refused)} problems"
        troubles.append(
            f"the files were edited and cannot be taken ({problems}); version "
            f"{found.version.number if found.version else '-'} speaks on; run `awareness check`"
        )
    if found.waiting:
        troubles.append(f"edited files are not taken yet: {found.waiting}")
    if found.stop_file is not None:
        troubles.append(_told(found.stop_file))
    troubles += [
        f"stopped: {f'{s.scope} {s.subject}'.strip()}, by {s.who}, since {s.at:%Y-%m-%d %H:%M} UTC: {s.why}"
        for s in found.stops
        if not _told_by_alert(s, found.alerts)
    ]
    troubles += [f"held: {d.key}: `awareness held` shows the evidence" for d in found.held]
    troubles += waiting
    troubles += [
        f"{a.account.id}: its network, server or handle was changed since somebody let it speak, so it is silent; "
        f"look at it, and say `awareness live {a.account.id}`"
        for a in found.accounts
        if a.changed
    ]
    troubles += list(_pauses(found))
    troubles += [trouble for a in found.accounts if a.live for trouble in a.appraisal.troubles]
    troubles += [a.text for a in found.alerts if a.kind in {"clock", "locked", "beat"}]
    if found.last_beat is None or found.at - found.last_beat > SILENT:
        since = f"since {found.last_beat:%Y-%m-%d %H:%M} UTC" if found.last_beat else "yet"
        if found.engine is None:
            troubles.append(f"nothing has kept the beat {since}: start `awareness run`, or `awareness once` from cron")
        elif found.last_beat is not None:
            troubles.append(f"{found.engine} lives, but has not kept the beat {since}: see its log, and restart it")
    return replace(found, troubles=tuple(troubles))
