"""What a campaign's own posts drew a day after they went out, against what is usual at their hour."""

from datetime import datetime

from scheduler.attention.weighing import against_usual
from scheduler.errors import NoSuchThing
from scheduler.model.delivery import OUT, PERHAPS_OUT
from scheduler.model.house import House
from scheduler.model.slot import SlotKey
from scheduler.model.surge import names_a_surge
from scheduler.service.learning import AFTER_A_DAY, BOUND, engagement, read_posts
from scheduler.service.report import Said
from scheduler.service.store_ports import Looking


def said(looking: Looking, house: House, campaign: str, since: datetime, until: datetime) -> list[Said]:
    """In order of when it went out, or was due where nobody can tell whether it did."""
    rows = looking.deliveries(states=OUT | PERHAPS_OUT, campaign=campaign, since=since, until=until)
    ratios: dict[SlotKey, float] = {}
    for account in {row.account for row in rows}:
        read = read_posts(looking, account, since - BOUND, until)
        usual = against_usual([use for _, use in read])
        ratios |= {key: ratio for (key, _), ratio in zip(read, usual, strict=True)}
    found = [
        Said(
            delivery=row,
            network=_network(house, row.account),
            at=row.out_at,
            extra=names_a_surge(row.key.schedule),
            engagement=engagement(looking.readings(row.key).get(AFTER_A_DAY)),
            ratio=ratios.get(row.key),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.at, str(one.delivery.key)))


def _network(house: House, account: str) -> str:
    try:
        found = house.account(account)
    except NoSuchThing:
        return "unknown"
    return f"{found.network} as {found.like}" if found.like else found.network
