"""However schedules are edited while posts go out, nothing is said twice and no limit is broken."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.model.account import Limits, Quiet
from scheduler.model.delivery import AHEAD, Delivery, State
from scheduler.model.house import House
from scheduler.model.ledger import Ledger
from scheduler.model.plan import Changes
from scheduler.model.post import Candidate, Verdict, Weights
from scheduler.model.receipt import Receipt
from scheduler.model.schedule import At, Cron, Every, PerDay
from scheduler.model.slot import Slot, SlotKey
from scheduler.planner.changing import changes, delivery_from
from scheduler.planner.matching import day_of
from scheduler.planner.occurrences import midnight, moments_of
from scheduler.planner.planning import make_plan
from scheduler.rules.judging import judge_candidate, judge_post, judge_slot
from tests.make import a_campaign, a_house, a_post, a_schedule, a_template, a_text_rule, an_account, an_action, utc

START = utc("2019-03-28 00:00")  # the clocks change on the 31st
ZONE = "Europe/London"
FREEZE = timedelta(minutes=30)
ENDS = (State.POSTED, State.SKIPPED, State.EXPIRED, State.HELD)
BARE = a_house(
    campaigns=(a_campaign(actions=tuple(an_action(f"a{n}") for n in range(6))),),
    templates=tuple(a_template(f"t{n}") for n in range(20)),
)
ROOMY = Limits(per_day=99, per_week=999, gap=timedelta(0))


@dataclass
class World:
    """An outbox that does what the plan says, and sends what is due."""

    limits: Limits
    house: House = BARE
    now: datetime = START
    accepted_at: datetime = START
    rows: dict[SlotKey, Delivery] = field(default_factory=dict)

    def edit(self, schedules: tuple[At, ...]) -> None:
        named = tuple(a_schedule(f"s{n}", at=at, zone=ZONE) for n, at in enumerate(schedules))
        self.house = replace(BARE, accounts=(an_account(limits=self.limits),), schedules=named)
        self.accepted_at = self.now

    def admit(self, slot: Slot, due_at: datetime, candidate: Candidate | None, ledger: Ledger) -> Verdict:
        account, campaign = self.house.accounts[0], self.house.campaigns[0]
        if candidate is None:
            return judge_slot(slot, due_at, account, campaign, ledger)
        rule = a_text_rule()
        verdict = judge_candidate(slot, due_at, candidate, account, campaign, ledger, rule)
        post = a_post(f"{'/'.join(candidate.ids)} {due_at:%Y-%m-%d}")
        return (
            verdict
            if not verdict.allowed
            else judge_post(slot, due_at, candidate, post, account, campaign, ledger, rule)
        )

    def plan(self) -> Changes:
        house, taken = self.house, list(self.rows.values())
        made = make_plan(
            house,
            taken,
            Weights(),
            now=self.now,
            until=self.now + timedelta(days=3),
            accepted_at=self.accepted_at,
            began=START,
            admit=self.admit,
            needs_fact=lambda _: False,
            can_carry=lambda _, __: True,
        )
        return changes(made, taken, now=self.now, freeze=FREEZE)

    def apply(self, found: Changes) -> None:
        added = count_of_days([delivery_from(planned, 1) for planned in found.add])
        for change in (*found.move, *found.rewrite, *found.withdraw):
            self.rows[change.before.key] = change.after
        for planned in found.add:
            row = delivery_from(planned, 1)
            assert row.due_at > self.now
            assert planned.slot.at > self.accepted_at
            assert row.key not in self.rows or self.rows[row.key].state is State.WITHDRAWN
            self.rows[row.key] = row
        self.assert_nothing_twice(added)

    def assert_nothing_twice(self, added: Counter[tuple[str, date]]) -> None:
        """A day never has more ahead than its schedule has slots, and is not filled up beyond what was said."""
        said = count_of_days([row for row in self.rows.values() if row.state not in AHEAD | {State.WITHDRAWN}])
        for on_day, ahead in count_of_days(self.ahead()).items():
            slots = self.slots_on(*on_day)
            assert ahead <= slots
            assert ahead + said[on_day] <= slots or not added[on_day]

    def pass_time(self, minutes: int, end: State) -> None:
        self.now += timedelta(minutes=minutes)
        for row in self.ahead():
            if row.due_at <= self.now:
                receipt = Receipt(remote_id="1", url="https://example.org", at=row.due_at + timedelta(seconds=3))
                self.rows[row.key] = replace(row, state=end, receipt=receipt if end is State.POSTED else None)
            elif row.due_at - FREEZE <= self.now:
                self.rows[row.key] = replace(row, state=State.QUEUED)

    def move_first(self, minutes: int) -> None:
        """A person moves the first post, if that is not into the past."""
        for row in self.ahead()[:1]:
            to = row.due_at + timedelta(minutes=minutes)
            if to > self.now:
                self.rows[row.key] = replace(row, due_at=to, send_by=to + timedelta(hours=2), moved_by="anna")

    def ahead(self) -> list[Delivery]:
        return [row for row in self.rows.values() if row.state in AHEAD]

    def slots_on(self, schedule: str, day: date) -> int:
        of = self.house.schedule("close-the-camps", schedule)
        zone = ZoneInfo(ZONE)
        return len(moments_of(of, midnight(day, zone), midnight(day + timedelta(days=1), zone), None))


hours = st.lists(st.integers(0, 23), min_size=1, max_size=5, unique=True).map(sorted)
crons = st.builds(
    lambda minute, at: Cron(expression=f"{minute} {','.join(map(str, at))} * * *"), st.integers(0, 59), hours
)
per_days = st.builds(PerDay, count=st.integers(1, 5), start=st.just(time(8)), end=st.sampled_from([time(9), time(21)]))
everies = st.builds(Every, interval=st.integers(3, 30).map(lambda n: timedelta(hours=n)), anchor=st.just(START))
schedules = st.lists(crons | per_days | everies, min_size=1, max_size=3).map(tuple)
Step = tuple[tuple[At, ...], int, int, State, int]
steps = st.tuples(
    schedules, st.integers(0, 90), st.integers(1, 1200), st.sampled_from(ENDS), st.just(0) | st.integers(-300, 600)
)
edits = st.lists(steps, min_size=1, max_size=5)


def count_of_days(rows: list[Delivery]) -> Counter[tuple[str, date]]:
    return Counter((row.key.schedule, day_of(row.key, ZONE)) for row in rows)


@settings(max_examples=50, deadline=None)
@given(edits)
def test_edits_never_say_twice_and_planning_twice_changes_nothing(edits: list[Step]) -> None:
    world = World(ROOMY)
    for schedules_now, delay, minutes, end, by_hand in edits:
        world.edit(schedules_now)
        world.pass_time(delay, end)
        world.apply(world.plan())
        assert world.plan().nothing
        if by_hand:
            world.move_first(by_hand)
            world.apply(world.plan())
            assert world.plan().nothing
        world.pass_time(minutes, end)
        world.apply(world.plan())
        assert world.plan().nothing


limits = st.builds(
    Limits,
    per_day=st.integers(1, 5),
    per_week=st.integers(3, 20),
    gap=st.integers(0, 180).map(lambda n: timedelta(minutes=n)),
    quiet=st.none() | st.just(Quiet(start=time(22), end=time(8))) | st.just(Quiet(start=time(12), end=time(14))),
)


def assert_limits_kept(world: World) -> None:
    keep = world.limits
    spoken = AHEAD | {State.POSTED, State.HELD}
    dues = sorted(row.due_at for row in world.rows.values() if row.state in spoken)
    walls = [due.astimezone(ZoneInfo(ZONE)) for due in dues]
    assert all(after - before >= keep.gap for before, after in pairwise(dues))
    assert max(Counter(wall.date() for wall in walls).values(), default=0) <= keep.per_day
    assert max(Counter(wall.isocalendar()[:2] for wall in walls).values(), default=0) <= keep.per_week
    assert keep.quiet is None or not any(keep.quiet.covers(wall.time()) for wall in walls)


@settings(max_examples=50, deadline=None)
@given(limits, edits)
def test_no_edit_breaks_a_limit(kept: Limits, edits: list[Step]) -> None:
    world = World(kept)
    for schedules_now, delay, minutes, end, _ in edits:
        world.edit(schedules_now)
        world.pass_time(delay, end)
        world.apply(world.plan())
        assert_limits_kept(world)
        assert world.plan().nothing
        world.pass_time(minutes, end)
        world.apply(world.plan())
        assert_limits_kept(world)
        assert world.plan().nothing
