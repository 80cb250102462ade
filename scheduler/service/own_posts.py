"""What a campaign's own posts drew a day after they went out, against what is usual at their hour."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.attention.weighing import Judged, Use, against_usual, judged
from scheduler.errors import NoSuchThing
from scheduler.model.delivery import OUT, PERHAPS_OUT, Delivery
from scheduler.model.house import House
from scheduler.model.instants import INSTANTS
from scheduler.model.slot import SlotKey
from scheduler.model.surge import names_a_surge
from scheduler.service.report import Said
from scheduler.service.store_ports import Looking

A_DAY = INSTANTS.index(timedelta(days=1))
ANSWERS = ("likes", "boosts", "replies", "quotes")
MEMORY = timedelta(days=90)
"""How far back posts say what is usual, before the period or before now."""


def said(looking: Looking, house: House, campaign: str, since: datetime, until: datetime) -> list[Said]:
    """In order of when it went out, or was due where nobody can tell whether it did."""
    rows = looking.deliveries(states=OUT | PERHAPS_OUT, campaign=campaign, since=since, until=until)
    ratios = _ratios(_uses(looking, campaign, since - MEMORY, until))
    found = [
        Said(
            delivery=row,
            network=_network(house, row.account),
            at=row.receipt.at if row.receipt else row.first_sent or row.due_at,
            extra=names_a_surge(row.key.schedule),
            engagement=engagement(looking, row),
            ratio=ratios.get(row.key),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.at, str(one.delivery.key)))


def judgements(looking: Looking, house: House, campaign: str, now: datetime) -> Iterator[tuple[str, Judged]]:
    """Each account with what its readings of the last ninety days say of its templates."""
    uses = _uses(looking, campaign, now - MEMORY, now)
    for account in house.accounts:
        yield from ((account.id, found) for found in judged([use for _, use in uses.get(account.id, ())]))


def engagement(looking: Looking, row: Delivery) -> int | None:
    """None: it was not read a day after it went out, or the network gave no such count."""
    reading = looking.readings(row.key).get(A_DAY)
    known = [reading.counts[name] for name in ANSWERS if name in reading.counts] if reading else []
    return sum(known) if known else None


Uses = Mapping[str, Sequence[tuple[SlotKey, Use]]]


def _uses(looking: Looking, campaign: str, since: datetime, until: datetime) -> Uses:
    """By account: what is usual for one says nothing of another."""
    found: dict[str, list[tuple[SlotKey, Use]]] = defaultdict(list)
    for row in looking.deliveries(states=OUT, campaign=campaign, since=since, until=until):
        drawn = engagement(looking, row)
        if drawn is not None:
            hour = row.due_at.astimezone(ZoneInfo(row.zone)).hour
            found[row.account].append((row.key, Use(template=row.template, hour=hour, engagement=drawn)))
    return found


def _ratios(uses: Uses) -> dict[SlotKey, float]:
    return {
        key: ratio
        for of_account in uses.values()
        for (key, _), ratio in zip(of_account, against_usual([use for _, use in of_account]), strict=True)
    }


def _network(house: House, account: str) -> str:
    try:
        found = house.account(account)
    except NoSuchThing:
        return "unknown"
    return f"{found.network} as {found.like}" if found.like else found.network
