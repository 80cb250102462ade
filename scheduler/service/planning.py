"""Makes the plan from the files in force and what was said, and brings the outbox in line with it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scheduler.model.delivery import AHEAD, Delivery, State
from scheduler.model.house import House
from scheduler.model.money import Purpose, month_of
from scheduler.model.plan import Changes, Plan
from scheduler.model.surge import Followed, KeptSurge
from scheduler.planner.changing import changes, delivery_from
from scheduler.planner.planning import make_plan
from scheduler.service.accepting import Current
from scheduler.service.admitting import admission
from scheduler.service.desk import Desk, Transaction
from scheduler.service.fence import is_live
from scheduler.service.follow_ups import with_follow_ups
from scheduler.service.learning import learned_weights
from scheduler.service.ports import Channels
from scheduler.service.store_ports import Looking
from scheduler.service.tossing import coins

FIRST_START = "first start"
LAST_EDIT = "last edit"
MEMORY = timedelta(days=28)
"""How far back said posts weigh in fairness; longer than every no-repeat window that the files may ask for is
looked back for as well."""

A_TRANSACTION = 25
"""Rows a transaction: large enough to share the cost of a commit, small enough to hold the lock for a moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A plan beside what it would change in the outbox."""

    plan: Plan
    changes: Changes
    house: House


class Planning:
    def __init__(self, desk: Desk, channels: Channels) -> None:
        self._desk = desk
        self._channels = channels

    def live_accounts(self, house: House, looking: Looking) -> set[str]:
        """Accounts that may speak: a person let them, or nothing that they say leaves this machine."""
        return {
            account.id
            for account in house.accounts
            if (channel := self._channels(account.id)) is not None and is_live(looking, channel, account)
        }

    def look(
        self,
        current: Current,
        *,
        now: datetime | None = None,
        days: timedelta | None = None,
        accounts: Collection[str] | None = None,
        began: datetime | None = None,
        taking: KeptSurge | None = None,
    ) -> Look:
        """The plan as seen from `now` (None: the clock's), changing nothing. `accounts` None: those that are
        live. `began` stands in for the first start of a service that was never started. The extra posts of the
        surge `taking` count as taken."""
        instant = now or self._desk.clock.now()
        with self._desk.store.look() as looking:
            surges = [_taken(kept, taking) for kept in looking.surges()]
            house = with_follow_ups(current.house, surges)
            speaking = self.live_accounts(house, looking) if accounts is None else set(accounts)
            taken = looking.deliveries(since=instant - _memory(house))
            first = looking.mark(FIRST_START)
            spent = looking.spent(Purpose.POSTING, since=month_of(instant))
            weights = learned_weights(looking, house, instant)
        admitting = admission(house)
        plan = make_plan(
            _only(house, speaking),
            taken,
            weights,
            now=instant,
            until=instant + (days or house.settings.horizon),
            accepted_at=current.accepted_at,
            began=datetime.fromisoformat(first) if first else began,
            admit=admitting.admit,
            needs_fact=admitting.needs_fact,
            can_carry=admitting.can_carry,
            spent=spent,
            defer=coins(house, surges, admitting.can_carry),
        )
        relevant = [d for d in taken if accounts is None or d.account in speaking]
        return Look(
            plan=plan,
            changes=changes(plan, relevant, now=instant, freeze=house.settings.freeze),
            house=house,
        )

    def apply(
        self,
        current: Current,
        who: str = "beat:plan",
        *,
        now: datetime | None = None,
        tell: Callable[[Transaction, Delivery, str], None] = lambda _, __, ___: None,
    ) -> Changes:
        """Bring the outbox in line with the plan as seen from `now` (None: the clock's). Applying a plan twice is
        harmless: keys are unique and every change is guarded by the row's revision. One that newer files have
        overtaken is left. `tell` is called with each post that was taken out, and why, in the same transaction."""
        found = self.look(current, now=now)
        steps = _steps(found.changes, current.number)
        for start in range(0, len(steps), A_TRANSACTION):
            with self._desk.transaction(who) as t:
                if t.writing.newest() not in {None, current.number}:
                    return Changes()
                for step in steps[start : start + A_TRANSACTION]:
                    if step.take(t) and step.before is not None and step.after.state is State.WITHDRAWN:
                        tell(t, step.before, step.why)
        return found.changes


@dataclass(frozen=True, slots=True)
class Step:
    before: Delivery | None
    after: Delivery
    event: str
    why: str

    def take(self, t: Transaction) -> bool:
        """False where somebody changed the post first."""
        if self.before is not None:
            return t.move(self.before, self.after, self.event, self.why)
        if not t.add(self.after, self.why):
            self._revive(t)
        return True

    def _revive(self, t: Transaction) -> None:
        """An edit that brings a withdrawn slot back finds its old row under the same key; one that may be out stays
        withdrawn."""
        known = t.writing.delivery(self.after.key)
        if known is not None and known.state is State.WITHDRAWN and known.first_sent is None:
            back = replace(
                self.after, revision=known.revision, attempt=known.attempt, not_before=None, moved_by=known.moved_by
            )
            t.move(known, back, "delivery.planned", f"{self.why}; it had been withdrawn")


def summary(found: Changes) -> str:
    """What an edit did to the outbox, in one line."""
    counts = {
        "added": len(found.add),
        "moved": len(found.move),
        "rewritten": len(found.rewrite),
        "withdrawn": len(found.withdraw),
    }
    said = ", ".join(f"{count} {verb}" for verb, count in counts.items() if count)
    return f"{said or 'nothing changed'}; {len(found.keep)} kept"


def details(found: Changes, most: int = 50) -> list[str]:
    """What an edit did to the outbox, a line a post."""
    lines = [f"withdrawn {c.before.key}: {c.why}" for c in found.withdraw]
    lines += [f"moved {c.before.key} to {c.after.due_at:%Y-%m-%d %H:%M} UTC: {c.why}" for c in found.move]
    lines += [f"rewritten {c.before.key}: {c.why}" for c in found.rewrite]
    lines += [f"added {p.slot.key}: {'; '.join(p.why)}" for p in found.add]
    return [*lines[:most], f"and {len(lines) - most} more"] if len(lines) > most else lines


def _steps(found: Changes, version: int) -> list[Step]:
    steps = [Step(c.before, c.after, "delivery.withdrawn", c.why) for c in found.withdraw]
    steps += [Step(c.before, replace(c.after, version=version), "delivery.moved", c.why) for c in found.move]
    steps += [Step(c.before, replace(c.after, version=version), "delivery.rewritten", c.why) for c in found.rewrite]
    steps += [
        Step(None, delivery_from(planned, version), "delivery.planned", "; ".join(planned.why)) for planned in found.add
    ]
    return steps


def _taken(kept: KeptSurge, taking: KeptSurge | None) -> KeptSurge:
    same = taking is not None and (kept.campaign, kept.id) == (taking.campaign, taking.id)
    return replace(kept, followed=Followed.TAKEN) if same else kept


def _memory(house: House) -> timedelta:
    windows = [w for c in house.campaigns for w in (c.no_repeat.template, c.no_repeat.action, c.no_repeat.text)]
    return max([MEMORY, *windows])


def _only(house: House, accounts: set[str]) -> House:
    return replace(
        house,
        schedules=tuple(replace(s, accounts=tuple(a for a in s.accounts if a in accounts)) for s in house.schedules),
    )


def ahead(looking: Looking, limit: int | None = None) -> list[Delivery]:
    """What will be said, in order."""
    return looking.deliveries(states=AHEAD | {State.CLAIMED}, limit=limit)
