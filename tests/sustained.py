"""Campaigns drawn by hash whose attention surges at drawn instants, and an outbox that does what their plans say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from scheduler.model.account import Account, Budget, Limits, Quiet
from scheduler.model.campaign import Campaign, Windows
from scheduler.model.delivery import AHEAD, Delivery, State
from scheduler.model.house import House
from scheduler.model.money import Spent, month_of
from scheduler.model.plan import Admit, Changes, Defer
from scheduler.model.post import Weights
from scheduler.model.receipt import Receipt
from scheduler.model.schedule import At, Cron, Every, PerDay, Schedule
from scheduler.model.slot import SlotKey
from scheduler.model.surge import Followed, KeptSurge, Surge
from scheduler.model.sustain import FollowUp, Goal, Mode, Sustain
from scheduler.model.template import Variant
from scheduler.planner.changing import changes, delivery_from
from scheduler.planner.planning import make_plan
from scheduler.service.admitting import Admission, admission
from scheduler.service.follow_ups import extras_for, with_follow_ups
from scheduler.service.tossing import coins, follow_up_days
from tests.dying import draw
from tests.make import a_campaign, a_schedule, a_template, an_account, an_action

FREEZE = timedelta(minutes=30)
HORIZON = timedelta(days=8)
ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
SPRING_AND_AUTUMN = (datetime(2026, 3, 20, 5, tzinfo=UTC), datetime(2026, 10, 17, 5, tzinfo=UTC))
Thing = TypeVar("Thing")


@dataclass
class Lot:
    """Draws one thing after another out of one seed."""

    seed: str
    drawn: int = 0

    def of(self, things: Sequence[Thing]) -> Thing:
        self.drawn += 1
        return things[int(draw(f"{self.seed}/{self.drawn}") * len(things))]

    def up_to(self, most: int, least: int = 1) -> int:
        return self.of(range(least, most + 1))

    def often(self, share: float) -> bool:
        return self.of(range(100)) < share * 100


@dataclass
class Life:
    """One house and its outbox. `admitted` puts something between the rules and the plan: nothing, unless a harness
    must be seen to fail."""

    lot: Lot
    house: House
    now: datetime
    weights: Weights
    surges: list[KeptSurge] = field(default_factory=list)
    rows: dict[SlotKey, Delivery] = field(default_factory=dict)
    admitted: Callable[[Admit], Admit] = lambda admit: admit
    worlds: list[tuple[dict[str, list[tuple[date, date]]], tuple[House, Admission, Defer]]] = field(
        default_factory=list
    )
    began: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.now

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.house.schedules[0].zone)

    @property
    def following(self) -> House:
        return with_follow_ups(self.house, self.surges)

    def look(self, surges: Sequence[KeptSurge] | None = None) -> Changes:
        house, admitting, defer = self._world(self.surges if surges is None else surges)
        taken = list(self.rows.values())
        plan = make_plan(
            house,
            taken,
            self.weights,
            now=self.now,
            until=self.now + HORIZON,
            accepted_at=self.began,
            began=self.began,
            admit=self.admitted(admitting.admit),
            needs_fact=admitting.needs_fact,
            can_carry=admitting.can_carry,
            spent=self._spent(),
            defer=defer,
        )
        return changes(plan, taken, now=self.now, freeze=FREEZE)

    def _world(self, surges: Sequence[KeptSurge]) -> tuple[House, Admission, Defer]:
        """Made once for the same house and the same days of follow-ups: what is drawn from them is the same then."""
        house, days = with_follow_ups(self.house, surges), follow_up_days(surges)
        for known_days, known in self.worlds:
            if known[0] == house and known_days == days:
                return known
        self.worlds.append((days, (house, admission(house), coins(house, surges))))
        return self.worlds[-1][1]

    def plan(self) -> None:
        found = self.look()
        for change in (*found.move, *found.rewrite, *found.withdraw):
            self.rows[change.before.key] = change.after
        for planned in found.add:
            row = delivery_from(planned, 1)
            self.rows[row.key] = row

    def surge(self) -> KeptSurge:
        """One begins now, in one of the campaigns that follows none yet."""
        campaign = self.lot.of(self.house.campaigns)
        onset = self.now.replace(minute=0)
        surge = Surge(onset=onset, usual=100.0, peak=self.lot.up_to(9000, 300), peak_at=onset)
        kept = KeptSurge(campaign=campaign.id, source="tag", surge=surge)
        extras = extras_for(self.following, kept, self.began)
        kept = replace(kept, extras=extras, followed=Followed.TAKEN if extras else Followed.NONE)
        self.surges.append(kept)
        return kept

    def counted_on(self) -> list[KeptSurge]:
        """The surges as later counts would have them: higher, and faded."""
        return [
            replace(
                kept, surge=replace(kept.surge, peak=kept.surge.peak * 7, peak_at=self.now, half=timedelta(hours=9))
            )
            for kept in self.surges
        ]

    def pass_by(self, days: int) -> None:
        """What was due meanwhile went out, two seconds late."""
        self.now += timedelta(days=days, minutes=self.lot.up_to(600))
        for row in self.ahead():
            if row.due_at <= self.now:
                receipt = Receipt(remote_id="1", url="https://a.example/1", at=row.due_at + timedelta(seconds=2))
                self.rows[row.key] = replace(row, state=State.POSTED, receipt=receipt)
            elif row.due_at - FREEZE <= self.now:
                self.rows[row.key] = replace(row, state=State.QUEUED)

    def ahead(self) -> list[Delivery]:
        return [row for row in self.rows.values() if row.state in AHEAD]

    def said(self) -> list[Delivery]:
        """What is out or will be, in order of its time."""
        return sorted((row for row in self.rows.values() if row.state is not State.WITHDRAWN), key=lambda r: r.due_at)

    def _spent(self) -> Spent:
        spent: dict[tuple[str, str], int] = {}
        for row in self.rows.values():
            if row.state is State.POSTED:
                of = row.account, month_of(row.due_at)
                spent[of] = spent.get(of, 0) + row.post.cost
        return spent


def a_life(seed: str) -> Life:
    lot = Lot(seed)
    accounts = tuple(_account(lot, f"a{n}") for n in range(lot.up_to(3)))
    campaigns = tuple(_campaign(lot, f"c{n}") for n in range(lot.up_to(2)))
    zone = lot.of(ZONES)
    schedules = tuple(
        _schedule(lot, campaign.id, n, accounts, zone) for campaign in campaigns for n in range(lot.of((1, 1, 2)))
    )
    names = [f"t{n}" for n in range(lot.up_to(8, 2))]
    templates = tuple(a_template(name, campaign=c.id, variants=(_said(name),)) for c in campaigns for name in names)
    weights = {
        (account.id, campaign.id, name): 0.5 + 1.5 * draw(f"{seed}/{name}")
        for account in accounts
        for campaign in campaigns
        for name in names
    }
    house = House(accounts=accounts, campaigns=campaigns, templates=templates, schedules=schedules)
    return Life(lot, house, lot.of(SPRING_AND_AUTUMN) + timedelta(days=lot.up_to(9)), Weights(templates=weights))


def _said(name: str) -> Variant:
    return Variant(name="v", source=f"{name} {{{{ action.ask }}}} {{{{ action.link }}}}", line=1)


def _account(lot: Lot, name: str) -> Account:
    quiet = lot.of((None, Quiet(start=time(22), end=time(8)), Quiet(start=time(1), end=time(6, 30))))
    limits = Limits(
        per_day=lot.up_to(6, 2), per_week=lot.up_to(40, 5), gap=timedelta(minutes=lot.of((10, 60, 150))), quiet=quiet
    )
    costs = lot.often(0.3)
    budget = Budget(posting=lot.up_to(3_000_000, 100_000)) if costs else None
    return an_account(name, network="x" if costs else "paper", limits=limits, budget=budget)


def _campaign(lot: Lot, name: str) -> Campaign:
    follow_up = FollowUp(
        days=lot.up_to(14, 3),
        hold=lot.up_to(3, 0),
        per_day=lot.up_to(4, 2),
        start=lot.of((time(0), time(8))),
        end=lot.of((time(20), time(23, 30))),
        gap=timedelta(minutes=lot.of((60, 180, 240))),
        most=lot.of((0, 3, 10, 10, 30)),
    )
    goal, learn, coin = lot.of(tuple(Goal)), lot.often(0.5), lot.often(0.5)
    hours = [timedelta(hours=lot.of((0, 1, 1, 20, 72))) for _ in range(3)]
    return a_campaign(
        name,
        actions=tuple(an_action(f"{name}-{n}") for n in range(lot.up_to(5, 2))),
        no_repeat=Windows(template=hours[0], action=hours[1], text=hours[2]),
        sustain=Sustain(mode=Mode.AUTO, goal=goal, follow_up=follow_up, learn=learn, coin=coin),
    )


def _schedule(lot: Lot, campaign: str, n: int, accounts: Sequence[Account], zone: str) -> Schedule:
    speaking = tuple(account.id for account in accounts if lot.often(0.7)) or (accounts[0].id,)
    times: tuple[At, ...] = (
        Cron(expression=f"{lot.of((0, 15, 30))} {lot.up_to(23, 0)} * * *"),
        Cron(expression=f"0 2,{lot.up_to(21, 7)} * * 1-5"),
        PerDay(count=lot.up_to(2), start=time(8), end=time(21)),
        Every(interval=timedelta(hours=lot.up_to(40, 9)), anchor=datetime(2026, 1, 1, tzinfo=UTC)),
    )
    return a_schedule(f"s{n}", campaign=campaign, accounts=speaking, at=lot.of(times), zone=zone)
