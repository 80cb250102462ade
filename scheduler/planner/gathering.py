"""All slots of all schedules and accounts in the horizon, matched with what the outbox holds for them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.model.account import Account
from scheduler.model.campaign import Campaign
from scheduler.model.delivery import AHEAD, Delivery
from scheduler.model.house import House
from scheduler.model.schedule import Schedule
from scheduler.model.slot import BY_HAND, Slot
from scheduler.planner.matching import Matched, day_of, match
from scheduler.planner.occurrences import Moment, midnight, moments_of, slot_at

Series = tuple[str, str, str]
"""Campaign, schedule identity, account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A slot with everything that decides what it says."""

    slot: Slot
    schedule: Schedule
    campaign: Campaign
    account: Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """`kept`: deliveries ahead, each in its place. `open`: places to fill, with the withdrawn delivery of the same key
    (None: there is none). `used`: slots ahead that count as said, each with what was said. `dropped`: deliveries
    ahead without a slot, each with the reason."""

    kept: list[tuple[Place, Delivery]] = field(default_factory=list)
    open: list[tuple[Place, Delivery | None]] = field(default_factory=list)
    used: list[tuple[Slot, Delivery]] = field(default_factory=list)
    dropped: list[tuple[Delivery, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    now: datetime
    until: datetime
    accepted_at: datetime
    began: datetime | None


def gather(house: House, taken: Sequence[Delivery], horizon: Horizon) -> Gathered:
    stored: dict[Series, list[Delivery]] = defaultdict(list)
    for delivery in filter(has_slot, taken):
        stored[delivery.key.campaign, delivery.key.schedule, delivery.account].append(delivery)
    accounts = {account.id: account for account in house.accounts}
    campaigns = {campaign.id: campaign for campaign in house.campaigns}
    found = Gathered()
    for schedule in house.schedules:
        own = {name: stored.pop((schedule.campaign, schedule.identity, name), []) for name in schedule.accounts}
        days = _days(schedule, own, horizon)
        for name in schedule.accounts:
            campaign = campaigns[schedule.campaign]
            for matched in _matched(schedule, name, days, own[name], horizon):
                _sort_in(found, matched, schedule, campaign, accounts[name], horizon)
    for series, deliveries in stored.items():
        reason = _why_gone(house, series)
        found.dropped.extend((delivery, reason) for delivery in deliveries if delivery.state in AHEAD)
    return found


def has_slot(delivery: Delivery) -> bool:
    """Whether a schedule made it: not a person, and not as the continuation of a thread."""
    return delivery.key.schedule != BY_HAND and delivery.key.part == 1


def _days(schedule: Schedule, own: dict[str, list[Delivery]], horizon: Horizon) -> dict[date, list[Moment]]:
    """The moments of whole local days, from today, or from the oldest delivery ahead, to the end of the horizon, or to
    the last delivery ahead: a day is matched as a whole or not at all."""
    zone = ZoneInfo(schedule.zone)
    days = [horizon.now.astimezone(zone).date(), horizon.until.astimezone(zone).date()]
    days += [day_of(d.key, schedule.zone) for stored in own.values() for d in stored if d.state in AHEAD]
    first, last = min(days), max(days)
    # A day more, because a skipped hour can push the end of a day into the next.
    start, end = midnight(first, zone), midnight(last + timedelta(days=2), zone)
    by_day: dict[date, list[Moment]] = {day: [] for day in days}
    for moment in moments_of(schedule, start, end, horizon.began):
        if first <= moment.day <= last:
            by_day.setdefault(moment.day, []).append(moment)
    return dict(sorted(by_day.items()))


def _matched(
    schedule: Schedule,
    name: str,
    days: dict[date, list[Moment]],
    stored: list[Delivery],
    horizon: Horizon,
) -> Iterator[Matched]:
    by_day: dict[date, list[Delivery]] = defaultdict(list)
    for delivery in stored:
        by_day[day_of(delivery.key, schedule.zone)].append(delivery)
    for day, moments in days.items():
        yield match(
            [slot_at(schedule, name, moment) for moment in moments],
            by_day[day],
            now=horizon.now,
            accepted_at=horizon.accepted_at,
            late=schedule.late.limit,
        )


def _sort_in(
    found: Gathered, matched: Matched, schedule: Schedule, campaign: Campaign, account: Account, horizon: Horizon
) -> None:
    def place(slot: Slot) -> Place:
        return Place(slot=slot, schedule=schedule, campaign=campaign, account=account)

    found.kept.extend((place(slot), delivery) for slot, delivery in matched.kept)
    found.open.extend((place(slot), delivery) for slot, delivery in matched.back if slot.at <= horizon.until)
    found.open.extend((place(slot), None) for slot in matched.new if slot.at <= horizon.until)
    found.used.extend((slot, d) for slot, d in matched.used if horizon.now < slot.at <= horizon.until)
    found.dropped.extend(matched.dropped)


def _why_gone(house: House, series: Series) -> str:
    campaign, schedule, account = series
    if series in house.gone:
        return house.gone[series]
    if all(known.id != campaign for known in house.campaigns):
        return f"there is no campaign {campaign} any more"
    if all((known.campaign, known.identity) != (campaign, schedule) for known in house.schedules):
        return f"campaign {campaign} has no schedule {schedule} any more"
    return f"schedule {schedule} does not speak on {account} now"
