"""What the publish beat does before anything is sent: freeze, let go of what is too late, and let nothing flood."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.errors import NoSuchThing
from scheduler.model.delivery import AHEAD, Delivery, State
from scheduler.model.house import House
from scheduler.model.record import Scope, StopFile
from scheduler.model.schedule import Late
from scheduler.model.wording import duration_words
from scheduler.planner.catching_up import catch_up
from scheduler.service.desk import Desk, Transaction
from scheduler.service.fence import stop_over
from scheduler.service.follow_ups import with_follow_ups
from scheduler.service.store_ports import Looking

LAST_BEAT = "last beat"
GAP = timedelta(minutes=2)
"""A silence of the beat longer than this is a gap; a step back of the clock longer than this is waited out."""

STOP_FILE = "STOP file"
DOUBTED = "clock doubted"
LEAP = timedelta(days=30)
"""A machine that starts with its clock years ahead has it mended within minutes, once it reaches a time server. Until
then nothing may be planned or let go: everything that is ahead would be over. So a longer silence than this is believed
only when the clock still says so after SETTLES."""

SETTLES = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidied:
    """`clock_back_until`: the clock stands before an instant that was already recorded; nothing is sent until
    then. `clock_ahead_until`: it has leapt so far that it is not believed before then."""

    clock_back_until: datetime | None = None
    clock_ahead_until: datetime | None = None
    expired: int = 0


def tidy(desk: Desk, house: House, stop_file: StopFile | None = None) -> Tidied:
    with desk.store.look() as looking:
        last = last_beat(looking)
        now = desk.clock.now()
        back = clock_is_back(looking, now)
        ahead = not back and clock_is_doubted(looking, now)
    if last is not None and back:
        _tell_of_clock(desk, now, last)
        return Tidied(clock_back_until=last)
    if last is not None and ahead:
        return Tidied(clock_ahead_until=_doubt(desk, now, last))
    with desk.transaction("beat:publish") as t:
        _note_stop_file(t, stop_file)
        _catch_up(t, house, last)
        expired = _expire(t, stop_file)
        _freeze(t, house.settings.freeze)
        t.calm("clock", "back")
        t.calm("clock", "ahead")
        t.writing.set_mark(DOUBTED, None)
        t.writing.set_mark(LAST_BEAT, max(t.now, last or t.now).isoformat())
    return Tidied(expired=expired)


def last_beat(looking: Looking) -> datetime | None:
    """When the house was tidied last; None: never."""
    mark = looking.mark(LAST_BEAT)
    return datetime.fromisoformat(mark) if mark else None


def clock_is_back(looking: Looking, now: datetime) -> bool:
    """Whether the clock stands before what was already recorded; then no span of time can be believed."""
    last = last_beat(looking)
    return last is not None and now < last - GAP


def clock_is_doubted(looking: Looking, now: datetime) -> bool:
    """Whether the clock is back, or so far ahead that it may be wrong; until that is known nothing is sent, planned or
    let go."""
    last = last_beat(looking)
    if last is None or clock_is_back(looking, now) or now - last <= LEAP:
        return clock_is_back(looking, now)
    since = looking.mark(DOUBTED)
    return since is None or now < datetime.fromisoformat(since) + SETTLES


def tell_expired(t: Transaction, rows: list[Delivery], why: str) -> None:
    """One message an account, however many posts it is about."""
    for account in sorted({row.account for row in rows}):
        gone = [row for row in rows if row.account == account]
        t.alert(
            "expired",
            account,
            f"{account}: {len(gone)} post{'s' if len(gone) > 1 else ''} not said, the first {gone[0].key}: {why}",
            stands=False,
        )


def _note_stop_file(t: Transaction, found: StopFile | None) -> None:
    """The file comes and goes without us: the record says when that was seen, and whose it was."""
    if (found is not None) == (t.writing.mark(STOP_FILE) is not None):
        return
    t.writing.set_mark(STOP_FILE, found.path if found else None)
    if found is None:
        t.note("stop.lifted", "no STOP file lies beside the configuration any more", evidence={"scope": Scope.ALL})
        return
    said = f": {found.why}" if found.why else ""
    since = found.since.isoformat() if found.since else ""
    known = {name: value for name, value in (("by", found.who), ("since", since)) if value}
    t.note("stop.set", f"a STOP file lies beside the configuration{said}", evidence={"scope": Scope.ALL, **known})


def _catch_up(t: Transaction, house: House, last: datetime | None) -> None:
    if last is None or t.now - last <= GAP:
        return
    house = with_follow_ups(house, t.writing.surges())
    overdue = _overdue(t)
    letting_go = catch_up(overdue, now=t.now, gap_began=last, late=lambda d: _late(house, d))
    for row, why in letting_go:
        t.move(row, row.to(State.EXPIRED), "delivery.expired", why)
    minutes = int((t.now - last).total_seconds() // 60)
    if overdue or minutes >= 60:
        t.note("gap", f"the service was silent for {minutes} min", evidence={"since": last.isoformat()})
    tell_expired(t, [row for row, _ in letting_go], f"after a gap of {duration_words(timedelta(minutes=minutes))}")


def _late(house: House, row: Delivery) -> Late:
    try:
        return house.schedule(row.key.campaign, row.key.schedule, row.account).late
    except NoSuchThing:
        return Late()


def _expire(t: Transaction, stop_file: StopFile | None) -> int:
    gone = [d for d in _overdue(t) if d.send_by < t.now]
    stops = t.writing.stops()
    for row in gone:
        stop = stop_over(stops, row)
        why = f"its last moment passed at {row.send_by:%H:%M} UTC"
        if stop is not None:
            why += f" while a stop by {stop.who} was in force"
        elif stop_file is not None:
            why += " while a STOP file lay beside the configuration"
        t.move(row, row.to(State.EXPIRED), "delivery.expired", why)
    tell_expired(t, gone, "their last moment passed")
    return len(gone)


def _overdue(t: Transaction) -> list[Delivery]:
    """What may be out, whatever the store says, is settled by asking its account, and waits for that."""
    stops = [stop for stop in t.writing.stops() if stop.waits_for_recover]
    return [row for row in t.writing.deliveries(states=AHEAD, until=t.now) if stop_over(stops, row) is None]


def _freeze(t: Transaction, freeze: timedelta) -> None:
    for row in t.writing.deliveries(states={State.PLANNED}, until=t.now + freeze):
        t.move(row, row.to(State.QUEUED), "delivery.frozen", "its text can no longer change")


def _tell_of_clock(desk: Desk, now: datetime, last: datetime) -> None:
    with desk.transaction("beat:publish") as t:
        t.alert(
            "clock",
            "back",
            f"the clock says {now:%Y-%m-%d %H:%M} UTC, before the last beat at {last:%Y-%m-%d %H:%M} UTC; "
            "nothing is sent until it has passed that, or mend the clock",
        )


def _doubt(desk: Desk, now: datetime, last: datetime) -> datetime:
    """Until when it is not believed."""
    with desk.transaction("beat:publish") as t:
        known = t.writing.mark(DOUBTED)
        since = min(datetime.fromisoformat(known), now) if known else now
        t.writing.set_mark(DOUBTED, since.isoformat())
        t.alert(
            "clock",
            "ahead",
            f"the clock says {now:%Y-%m-%d %H:%M} UTC, {(now - last).days} days after the last beat; "
            f"in case it is wrong nothing is sent for {SETTLES.total_seconds() / 60:.0f} minutes",
        )
    return since + SETTLES
