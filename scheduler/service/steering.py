"""What a person does by hand with one post that is still ahead: say, skip, move; under the same rules as the plan."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.errors import NotAllowed
from scheduler.model.account import Account
from scheduler.model.delivery import AHEAD, Delivery, State
from scheduler.model.house import House
from scheduler.model.ledger import Ledger
from scheduler.model.money import Purpose, month_of
from scheduler.model.plan import Choice, Planned
from scheduler.model.post import Candidate, Verdict
from scheduler.model.schedule import Late
from scheduler.model.slot import BY_HAND, Slot, SlotKey
from scheduler.planner.changing import delivery_from
from scheduler.planner.choosing import candidates_by_hand, last_moment
from scheduler.service.accepting import Current
from scheduler.service.admitting import admission
from scheduler.service.desk import Desk
from scheduler.service.fence import is_live
from scheduler.service.finding import known
from scheduler.service.ports import Channels

MEMORY = timedelta(days=28)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person wants said. `at` None: now. `template` and `action` None: the planner chooses."""

    campaign: str
    account: str
    at: datetime | None = None
    action: str | None = None
    template: str | None = None


class Steering:
    def __init__(self, desk: Desk, channels: Channels) -> None:
        self._desk = desk
        self._channels = channels

    def say(self, current: Current, wish: Wish, *, who: str, dry: bool = False) -> Delivery:
        """Add one post to the outbox. Raises NotAllowed with the rule's reason, NoSuchThing for unknown names.
        `dry`: make it and write nothing."""
        house = current.house
        campaign = house.campaign(wish.campaign)
        self._must_be_live(house.account(wish.account))
        now = self._desk.clock.now()
        if wish.at is not None and wish.at < now:
            raise NotAllowed(f"{wish.at:%Y-%m-%d %H:%M} UTC is past; give a later time, or none for now")
        at = (wish.at or now).replace(microsecond=0)
        slot = _slot_by_hand(house, wish, at)
        if wish.action is not None:
            house.action(campaign.id, wish.action)
        if wish.template is not None:
            house.template(campaign.id, wish.template)
        with self._desk.store.look() as looking:
            spent = looking.spent(Purpose.POSTING, since=month_of(now))
            ledger = Ledger.of(looking.deliveries(since=now - MEMORY), spent)
        choice, why = self._choose(house, slot, wish, at, ledger)
        planned = Planned(slot=slot, due_at=at, choice=choice, why=(f"said by hand by {who}", *why))
        delivery = replace(delivery_from(planned, current.number), moved_by=who)
        if not dry:
            with self._desk.transaction(who) as t:
                if not t.add(delivery, "; ".join(planned.why)):
                    raise NotAllowed(f"{delivery.key} is in the outbox already; give another time")
        return delivery

    def _must_be_live(self, account: Account) -> None:
        channel = self._channels(account.id)
        if channel is None:
            raise NotAllowed(f"this version has no channel for {account.id}")
        with self._desk.store.look() as looking:
            if not is_live(looking, channel, account):
                raise NotAllowed(f"{account.id} is not live; see `awareness live {account.id}`")

    def _choose(
        self, house: House, slot: Slot, wish: Wish, at: datetime, ledger: Ledger
    ) -> tuple[Choice, tuple[str, ...]]:
        admitting = admission(house)
        verdict = admitting.admit(slot, at, None, ledger)
        refusals: list[Verdict] = []
        if verdict.allowed:
            for candidate in candidates_by_hand(
                house,
                slot,
                action=wish.action,
                template=wish.template,
                ledger=ledger,
                needs_fact=admitting.needs_fact,
                can_carry=admitting.can_carry,
            ):
                verdict = admitting.admit(slot, at, candidate, ledger)
                if verdict.allowed and verdict.post is not None:
                    return _choice(house, candidate, verdict, at, slot), (verdict.reason,)
                refusals.append(verdict)
        reasons = list(dict.fromkeys(v.reason for v in refusals or [verdict]))
        when = f"; possible from {verdict.not_before:%Y-%m-%d %H:%M} UTC" if verdict.not_before else ""
        raise NotAllowed("; ".join(reasons[:3]) + when)

    def skip(self, key: SlotKey, *, who: str, why: str) -> Delivery:
        """Take one post out of the plan for good. Raises NotAllowed once it has begun."""
        with self._desk.transaction(who) as t:
            row = known(t.writing, key)
            _must_be_ahead(row, "skipped")
            after = row.to(State.SKIPPED)
            t.move(row, after, "delivery.skipped", why)
        return after

    def move(self, current: Current, key: SlotKey, to: datetime, *, who: str) -> Delivery:
        """Move one post to another instant, its text as it is. Raises NotAllowed where a rule forbids that
        instant."""
        house = current.house
        with self._desk.transaction(who) as t:
            row = known(t.writing, key)
            _must_be_ahead(row, "moved")
            if to < t.now:
                raise NotAllowed(f"{to:%Y-%m-%d %H:%M} UTC is past")
            others = [d for d in t.writing.deliveries(since=t.now - MEMORY) if d.key != key]
            slot = Slot(
                key=key, at=to, day=to.astimezone(ZoneInfo(row.zone)).date(), zone=row.zone, series="moved by hand"
            )
            candidate = Candidate(
                action=house.action(key.campaign, row.action),
                template=house.template(key.campaign, row.template),
                fact=house.fact(key.campaign, row.fact) if row.fact else None,
            )
            ledger = Ledger.of(others, t.writing.spent(Purpose.POSTING, since=month_of(t.now)))
            for asked in (None, candidate):
                verdict = admission(house).admit(slot, to, asked, ledger)
                if not verdict.allowed:
                    raise NotAllowed(verdict.reason)
            limit = row.send_by - row.due_at
            send_by = min(to + limit, last_moment(candidate, to + limit))
            after = replace(row, due_at=to, send_by=send_by, not_before=None, moved_by=who)
            t.move(row, after, "delivery.moved", f"moved by hand from {row.due_at:%Y-%m-%d %H:%M} UTC")
        return after


def _slot_by_hand(house: House, wish: Wish, at: datetime) -> Slot:
    zone = house.zone_of(wish.account)
    nominal = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return Slot(
        key=SlotKey(wish.campaign, BY_HAND, nominal, wish.account),
        at=at,
        day=at.astimezone(ZoneInfo(zone)).date(),
        zone=zone,
        series="by hand",
    )


def _choice(house: House, candidate: Candidate, verdict: Verdict, at: datetime, slot: Slot) -> Choice:
    assert verdict.post is not None  # noqa: S101 - the caller has looked
    return Choice(
        action=candidate.action.id,
        template=candidate.template.id,
        fact=candidate.fact.id if candidate.fact else None,
        language=house.account(slot.key.account).language,
        post=verdict.post,
        send_by=last_moment(candidate, at + Late().limit),
    )


def _must_be_ahead(row: Delivery, verb: str) -> None:
    if row.state not in AHEAD:
        raise NotAllowed(f"{row.key} is {row.state} and can no longer be {verb}")
