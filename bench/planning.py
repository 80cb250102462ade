"""Posts planned per second of processor time, without rendering: `python bench/planning.py`."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from scheduler.model.account import Account, Limits
from scheduler.model.campaign import Action, Campaign, Kind
from scheduler.model.delivery import Delivery
from scheduler.model.house import House
from scheduler.model.ledger import Ledger
from scheduler.model.plan import Plan
from scheduler.model.post import Candidate, Post, Verdict, Weights, digest_of
from scheduler.model.schedule import Cron, Schedule
from scheduler.model.slot import Slot
from scheduler.model.template import Template
from scheduler.planner.changing import changes, delivery_from
from scheduler.planner.planning import make_plan

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
POST = Post(text="said", digest=digest_of("said"), length=4, limit=500, variant="text")
ALLOWED = Verdict(allowed=True, rule="all", reason="no rule is asked", post=POST)


def admit(_slot: Slot, _due_at: datetime, _candidate: Candidate | None, _ledger: Ledger) -> Verdict:
    return ALLOWED


def a_house(templates: int, schedules: int, kinds_each: int) -> House:
    kinds = tuple(Kind)
    return House(
        accounts=tuple(Account(id=f"account-{n}", network="paper", limits=Limits()) for n in range(10)),
        campaigns=(
            Campaign(
                id="campaign",
                name={"en": "A campaign"},
                actions=tuple(Action(id=f"action-{n}", kind=kinds[n % 9], ask={"en": "Ask."}) for n in range(27)),
            ),
        ),
        templates=tuple(
            Template(
                id=f"template-{n}",
                campaign="campaign",
                file=f"templates/campaign/template-{n}.txt",
                kinds=tuple(kinds[(n + k) % 9] for k in range(kinds_each)),
                variants=(),
            )
            for n in range(templates)
        ),
        schedules=tuple(
            Schedule(
                id=f"schedule-{n}",
                campaign="campaign",
                accounts=(f"account-{n % 10}",),
                at=Cron(expression=f"{n % 60} 9,13,18 * * *"),
                zone=("Europe/London", "America/New_York", "Europe/Moscow")[n % 3],
            )
            for n in range(schedules)
        ),
    )


def plan(house: House, taken: Sequence[Delivery]) -> Plan:
    return make_plan(
        house,
        taken,
        Weights(),
        now=NOW,
        until=NOW + timedelta(days=14),
        accepted_at=NOW,
        began=None,
        admit=admit,
        needs_fact=lambda _: False,
        can_carry=lambda _, __: True,
    )


def main() -> None:
    for kinds_each, words in ((1, "one kind of nine each"), (9, "all nine kinds each")):
        house = a_house(1_000, 100, kinds_each)
        start = time.process_time()
        first = plan(house, [])
        took = time.process_time() - start
        rows = [delivery_from(planned, 1) for planned in first.slots]
        start = time.process_time()
        again = changes(plan(house, rows), rows, now=NOW, freeze=timedelta(minutes=30))
        kept = time.process_time() - start
        posts = len(first.slots)
        print(f"1,000 templates ({words}), 100 schedules: {posts} posts in {took:.2f} s, {posts / took:,.0f} a second")
        print(f"  planned again from the outbox: {posts / kept:,.0f} a second, nothing changed: {again.nothing}")


if __name__ == "__main__":
    main()
