"""A house whose files are edited in every way while time passes and posts go out, and what must hold all the while."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from scheduler.clock import ManualClock
from scheduler.model.account import Limits
from scheduler.model.campaign import Campaign, Windows
from scheduler.model.delivery import AHEAD, Delivery, State
from scheduler.model.house import House, Settings
from scheduler.model.record import Entry
from scheduler.model.schedule import Cron, Schedule
from scheduler.model.template import Template, Variant
from scheduler.model.version import Tree
from scheduler.service.accepting import Accepting, Current, Understood
from scheduler.service.alerting import Alerting
from scheduler.service.desk import Desk
from scheduler.service.planning import Planning
from scheduler.service.publishing import Publishing
from scheduler.service.sending import Sending
from scheduler.service.settling import Settling
from scheduler.service.store_ports import Store
from scheduler.service.taking_readings import TakingReadings
from scheduler.service.verifying import Verifying
from scheduler.service.working import Work
from tests.make import CAMPAIGN, a_campaign, a_house, a_schedule, a_template, an_account, an_action, utc
from tests.rig import HeldFiles
from tests.scripted import Scripted

START = utc("2026-11-23 06:00")
TEMPLATES = tuple(f"t{number}" for number in range(6))
ACTIONS = ("sign", "give", "share")
ZONES = ("Europe/London", "America/New_York", "Europe/Moscow", "Pacific/Auckland")


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """What a schedule's file says: `hours` at `minute` of each day. `renamed`: it has another id, with `was`."""

    minute: int = 0
    hours: tuple[int, ...] = (9, 13, 18)
    zone: str = ZONES[0]
    renamed: bool = False
    there: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What the files say now."""

    daily: Times = Times()
    evening: Times = Times(hours=(20,), there=False)
    templates: tuple[str, ...] = TEMPLATES
    wording: int = 0
    actions: tuple[str, ...] = ACTIONS
    action_renamed: bool = False
    paused: bool = False
    per_day: int = 6

    def house(self) -> House:
        return a_house(
            settings=Settings(horizon=timedelta(days=2)),
            accounts=(an_account(limits=Limits(per_day=self.per_day, gap=timedelta(minutes=20))),),
            campaigns=(self._campaign(),),
            templates=tuple(self._template(name) for name in self.templates),
            schedules=tuple(_schedule(name, self.times(name)) for name in SCHEDULES if self.times(name).there),
        )

    def times(self, schedule: str) -> Times:
        return self.daily if schedule == "daily" else self.evening

    def _campaign(self) -> Campaign:
        actions = [an_action(name) for name in self.actions]
        if self.action_renamed:
            actions = [replace(action, id=f"new-{action.id}", was=action.id) for action in actions]
        windows = Windows(template=timedelta(hours=2), action=timedelta(0), text=timedelta(0))
        return a_campaign(actions=tuple(actions), no_repeat=windows, paused=self.paused)

    def _template(self, name: str) -> Template:
        source = f"{{{{ action.ask }}}} {name} {self.wording} {{{{ action.link }}}}"
        return a_template(name, variants=(Variant(name="text", source=source, line=1),))


SCHEDULES = ("daily", "evening")


def _schedule(name: str, times: Times) -> Schedule:
    expression = f"{times.minute} {','.join(map(str, times.hours))} * * *"
    schedule = a_schedule(name, at=Cron(expression=expression), zone=times.zone)
    return replace(schedule, id=f"new-{name}", was=name) if times.renamed else schedule


@dataclass(frozen=True, slots=True)
class Edit:
    """`schedule` None: of something else."""

    schedule: str | None
    changes: dict[str, Any]

    def of(self, written: Written) -> Written:
        if self.schedule is None:
            return replace(written, **self.changes)
        times = replace(written.times(self.schedule), **self.changes)
        return replace(written, daily=times) if self.schedule == "daily" else replace(written, evening=times)


@dataclass(frozen=True, slots=True)
class Live:
    """Time passes, and the service keeps its beats."""

    minutes: int


@dataclass(frozen=True, slots=True)
class Sleep:
    """Time passes while the service is not there."""

    minutes: int


@dataclass(frozen=True, slots=True)
class PlanAgain:
    """The plan beat, out of its turn."""


Step = Edit | Live | Sleep | PlanAgain


def _one(name: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return values.map(lambda value: {name: value})


hours = st.sets(st.integers(0, 23), min_size=1, max_size=4).map(lambda found: tuple(sorted(found)))
of_times = st.builds(
    Edit,
    st.sampled_from(SCHEDULES),
    _one("hours", hours)
    | _one("minute", st.sampled_from((0, 10, 30, 45)))
    | _one("zone", st.sampled_from(ZONES))
    | _one("renamed", st.booleans())
    | _one("there", st.booleans()),
)
of_the_rest = st.builds(
    Edit,
    st.none(),
    _one("templates", st.sets(st.sampled_from(TEMPLATES), min_size=1).map(lambda found: tuple(sorted(found))))
    | _one("wording", st.integers(0, 3))
    | _one("actions", st.sets(st.sampled_from(ACTIONS), min_size=1).map(lambda found: tuple(sorted(found))))
    | _one("action_renamed", st.booleans())
    | _one("paused", st.booleans())
    | _one("per_day", st.integers(1, 6)),
)
passing = st.builds(Live, st.integers(1, 900)) | st.builds(Sleep, st.integers(1, 900)) | st.builds(PlanAgain)
sequences: st.SearchStrategy[list[Step]] = st.lists(of_times | of_the_rest | passing, min_size=2, max_size=12)


class Office:
    """Everything but the engine, over a given store; `take` lives through one step and asserts what must hold then."""

    def __init__(self, store: Store) -> None:
        self.clock = ManualClock(START)
        self.store = store
        self.written = Written()
        self.files = HeldFiles()
        self.network = Scripted(at=START, keyed=False)  # it would take a second copy, and show it
        self.planned: list[tuple[Entry, Delivery]] = []
        self.said: list[Delivery] = []
        desk = Desk(store, self.clock, self._hear)
        self.accepting = Accepting(desk, self.files, lambda *_: Understood(house=self.written.house()))
        self.planning = Planning(desk, lambda _: self.network)
        sending = Sending(desk, self.files, "boot me")
        self.work = Work(
            desk,
            self.accepting,
            self.planning,
            Publishing(desk, self.accepting.house, lambda _: self.network, self.files, sending),
            Settling(desk, self.accepting.house, lambda _: self.network, self.files, sending),
            Verifying(desk, lambda _: self.network, self.files),
            TakingReadings(desk, self.accepting.current, lambda _: self.network, self.files),
            Alerting(desk, []),
        )
        self.times: dict[str, list[tuple[datetime, int]]] = {name: [] for name in SCHEDULES}
        self._write()
        self._check_plan(self.work.open("user:anna"))

    def take(self, step: Step) -> None:
        match step:
            case Edit():
                self._edit(step)
            case Live(minutes):
                self._live(timedelta(minutes=minutes))
            case Sleep(minutes):
                self.clock.advance(timedelta(minutes=minutes))
                self._publish()
                self._plan()
            case PlanAgain():
                self._plan()

    def ahead(self) -> list[Delivery]:
        with self.store.look() as looking:
            return looking.deliveries(states=AHEAD)

    def _hear(self, entry: Entry, delivery: Delivery | None) -> None:
        if delivery is not None and entry.event == "delivery.planned":
            self.planned.append((entry, delivery))
        if delivery is not None and entry.event == "delivery.posted":
            self.said.append(delivery)
            self._check_said(delivery, entry.at)

    def _current(self) -> Current:
        current = self.accepting.current()
        assert current is not None
        return current

    def _edit(self, edit: Edit) -> None:
        before = self._current()
        self.written = edit.of(self.written)
        self._write()
        self.work.files()
        self.clock.advance(timedelta(seconds=2))
        self.work.files()
        if (current := self._current()) != before:
            self._check_plan(current)

    def _plan(self) -> None:
        self.work.plan()
        self._check_plan(self._current())

    def _write(self) -> None:
        self.files.tree = Tree(files={"config/all.yaml": repr(self.written).encode()})
        for name, history in self.times.items():
            history.append((self.clock.now(), self._a_day(name)))

    def _a_day(self, schedule: str) -> int:
        times = self.written.times(schedule)
        return len(times.hours) if times.there else 0

    def _live(self, time: timedelta) -> None:
        end = self.clock.now() + time
        while self.clock.now() < end:
            due = self.work.next_due()
            to = min(end, due) if due else end
            self.clock.advance(to - self.clock.now())
            self._publish()

    def _publish(self) -> None:
        self.network.at = self.clock.now()
        self.work.freeze()
        for lane in self.work.lanes():
            self.work.drain(lane)

    def _check_plan(self, current: Current) -> None:
        """What was added lies ahead, fills no day beyond what its schedule has, counting what was said; and the same
        plan made again takes nothing back."""
        with self.store.look() as looking:
            rows = [row for row in looking.deliveries() if row.state is not State.WITHDRAWN]
        a_day = Counter((row.key.schedule, _day(row)) for row in rows)
        for entry, row in self.planned:
            assert row.due_at > entry.at
            assert a_day[row.key.schedule, _day(row)] <= self._a_day(row.key.schedule)
        self.planned.clear()
        again = self.planning.look(current).changes
        assert (again.move, again.rewrite, again.withdraw) == ((), (), ())

    def _check_said(self, row: Delivery, at: datetime) -> None:
        """Once, by files that may say it, within the cap, and no oftener on a day than its schedule ever had."""
        assert self.network.taken.count(str(row.key)) == 1
        house = self.written.house()
        assert not self.written.paused
        assert house.action(CAMPAIGN, row.action).id.removeprefix("new-") == row.action.removeprefix("new-")
        day = at.astimezone(ZoneInfo(row.zone)).date()
        that_day = sum(_out_at(said).astimezone(ZoneInfo(row.zone)).date() == day for said in self.said)
        assert that_day <= self.written.per_day
        of_that_day = [said for said in self.said if (said.key.schedule, _day(said)) == (row.key.schedule, _day(row))]
        assert len(of_that_day) <= self._most(row)

    def _most(self, row: Delivery) -> int:
        """How many its schedule had at most since that day began anywhere."""
        began = datetime.fromisoformat(_day(row)).replace(tzinfo=ZoneInfo("Pacific/Auckland"))
        history = self.times[row.key.schedule]
        before = [count for since, count in history if since <= began][-1:]
        return max([*before, *(count for since, count in history if since > began)])


def _day(row: Delivery) -> str:
    return row.key.nominal[:10]


def _out_at(row: Delivery) -> datetime:
    return row.receipt.at if row.receipt else row.due_at


def live_through(office: Office, steps: list[Step]) -> None:
    for step in steps:
        office.take(step)
