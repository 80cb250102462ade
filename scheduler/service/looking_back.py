"""Gathers from the store what a campaign's report tells; changes nothing."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.attention.bins import bin_of
from scheduler.attention.evidence import Card, card
from scheduler.model.campaign import Campaign
from scheduler.model.count import HOUR
from scheduler.model.delivery import SPOKEN
from scheduler.model.house import House
from scheduler.model.money import Purpose, month_of
from scheduler.model.record import Entry
from scheduler.model.slot import SlotKey
from scheduler.service.desk import Desk
from scheduler.service.learning import Level, learnt
from scheduler.service.own_posts import said
from scheduler.service.report import Allowance, Cost, Matter, Report
from scheduler.service.store_ports import Looking
from scheduler.service.telling_again import Told, look_back
from scheduler.service.tossing import passed_over

Evidence = Callable[[Looking, str, datetime, Collection[str]], Card]
"""The card of a campaign, as seen at an instant, passing over the sources that tell nothing of the topic's hours."""

UNSAID = frozenset(
    f"delivery.{event}" for event in ("refused", "held", "expired", "skipped", "withdrawn", "vanished", "deleted")
)
"""Events of a post after which a committee may ask why."""

PAGE = 500


def no_coin(_: Looking, campaign: str, __: datetime, ___: Collection[str]) -> Card:
    """Where no coin is ever tossed."""
    return card((), campaign)


class LookingBack:
    def __init__(self, desk: Desk, house: Callable[[], House], evidence: Evidence = no_coin) -> None:
        self._desk = desk
        self._house = house
        self._evidence = evidence

    def report(self, since: datetime, campaign: str | None = None) -> tuple[Report, ...]:
        """One for each campaign, in the order of the files; `campaign` None: all. Raises NoSuchThing, FilesWrong."""
        house = self._house()
        chosen = house.campaigns if campaign is None else (house.campaign(campaign),)
        with self._desk.store.look() as looking:
            return tuple(self._report(looking, house, one, since) for one in chosen)

    def _report(self, looking: Looking, house: House, campaign: Campaign, since: datetime) -> Report:
        now = self._desk.clock.now()
        told = look_back(looking, campaign, since, now)
        level = _level(campaign.id, told)
        entries = [_matter(entry) for entry in _entries(looking, campaign.id, since, now)]
        found = self._evidence(looking, campaign.id, now, passed_over(looking, campaign))
        out = said(looking, house, campaign.id, since, now)
        accounts = sorted(_speaking(house, campaign.id) | {one.delivery.account for one in out})
        return Report(
            campaign=campaign,
            since=since,
            at=now,
            watched=told.watched,
            surges=told.surges,
            said=tuple(out),
            learnt=tuple((account, learnt(looking, account, now, level)) for account in accounts),
            card=found if found.on_time + found.later else None,
            allowances=tuple(_allowances(looking, house, accounts, now)),
            matters=tuple(one for one in entries if one.what in UNSAID),
            changes=tuple(one for one in entries if _is_of_attention(one.what)),
            stopping=tuple(one for one in entries if one.what.startswith("stop.")),
            stops=tuple(stop for stop in looking.stops() if _may_concern(stop.scope, stop.subject, campaign, accounts)),
            costs=tuple(_costs(looking, accounts, since)),
        )


def _level(campaign: str, told: Told) -> Level:
    """By the loudest source of each hour, as a campaign stands."""
    return lambda of, at: told.loud.get(bin_of(at, HOUR)) if of == campaign else None


def _entries(looking: Looking, campaign: str, since: datetime, until: datetime) -> Iterator[Entry]:
    """What is about this campaign's posts, and what is about none."""
    after = 0
    while page := looking.sealed(since=since, until=until, after=after, limit=PAGE):
        yield from (row.entry for _, row in page if _concerns(row.entry, campaign))
        after = page[-1][0]


def _concerns(entry: Entry, campaign: str) -> bool:
    """Its posts, what names it, and what names no campaign at all."""
    if entry.key is not None:
        return entry.key.partition("/")[0] == campaign
    return entry.evidence.get("campaign", campaign) == campaign


def _matter(entry: Entry) -> Matter:
    key = SlotKey.parse(entry.key) if entry.key else None
    return Matter(
        at=entry.at,
        what=entry.event,
        about=key.short if key else entry.evidence.get("subject") or entry.evidence.get("scope") or entry.chain,
        account=key.account if key else "",
        why=entry.why,
        who=entry.who,
    )


def _is_of_attention(event: str) -> bool:
    return event.partition(".")[0] in {"attention", "surge"} or event == "delivery.moved"


def _may_concern(scope: str, subject: str, campaign: Campaign, accounts: Sequence[str]) -> bool:
    return scope == "all" or subject in {campaign.id, *accounts} or subject.partition("/")[0] == campaign.id


def _speaking(house: House, campaign: str) -> set[str]:
    return {account for schedule in house.schedules if schedule.campaign == campaign for account in schedule.accounts}


def _allowances(looking: Looking, house: House, accounts: Sequence[str], now: datetime) -> Iterator[Allowance]:
    for account in house.accounts:
        if account.id in accounts:
            midnight, monday = _local_bounds(now, house.zone_of(account.id))
            rows = looking.deliveries(states=SPOKEN, account=account.id, since=monday, until=now)
            yield Allowance(
                account=account.id,
                limits=account.limits,
                today=sum(row.due_at >= midnight for row in rows),
                this_week=len(rows),
            )


def _local_bounds(now: datetime, zone: str) -> tuple[datetime, datetime]:
    """When this day and this week began by the clocks of a zone, in UTC."""
    local = now.astimezone(ZoneInfo(zone))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight.astimezone(UTC), (midnight - timedelta(days=local.weekday())).astimezone(UTC)


def _costs(looking: Looking, accounts: Sequence[str], since: datetime) -> Iterator[Cost]:
    for purpose in Purpose:
        booked = looking.spent(purpose, since=month_of(since))
        for (account, month), millionths in sorted(booked.items()):
            if account in accounts and millionths:
                yield Cost(account=account, month=month, purpose=purpose, millionths=millionths)
