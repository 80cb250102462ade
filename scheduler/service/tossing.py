"""The slot coin: which slots it moves, and what the posts that it decided on say of whether posts make people speak."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from scheduler.attention.bins import bin_of
from scheduler.attention.evidence import WINDOW, Card, Toss, card, is_on_time
from scheduler.model.account import Account
from scheduler.model.campaign import Action, Campaign
from scheduler.model.count import HOUR
from scheduler.model.delivery import OUT, Delivery
from scheduler.model.house import House
from scheduler.model.plan import Defer
from scheduler.model.schedule import Demonstration
from scheduler.model.slot import Slot
from scheduler.model.surge import Followed, KeptSurge
from scheduler.model.sustain import COIN, LATER, ON_TIME, tossed
from scheduler.model.template import Template
from scheduler.planner.matching import instant_of_key
from scheduler.planner.repertoire import CanCarry
from scheduler.service.leeway import Leeway
from scheduler.service.store_ports import Looking
from scheduler.service.timetable import Timetable

DAYS = 14
NEEDED = 7
"""Earlier days, of those fourteen, on which these hours must be known for a usual."""
KEPT = timedelta(days=365)
"""How far back the card looks."""
AS_IT_IS = timedelta(0), ""


def carries_all(_: Template, __: Action) -> bool:
    """Every template can carry every action of its kinds."""
    return True


def coins(house: House, surges: Sequence[KeptSurge], can_carry: CanCarry = carries_all) -> Defer:
    """What the coin of each slot says. It is not tossed for a demonstration, nor in the days of a follow-up; nor where
    one of the two times is in quiet hours, on another day, or too near to another slot of the account, at either of
    that one's times; nor where there is so little to say that four hours make a repetition of it: so that no side of
    the coin loses a post to a rule."""
    tossing = {campaign.id for campaign in house.campaigns if campaign.sustain.coin}
    shown = {(s.campaign, s.identity) for s in house.schedules if isinstance(s.at, Demonstration)}
    accounts = {account.id: account for account in house.accounts}
    timetable, spans = Timetable(house), follow_up_days(surges)
    leeway = Leeway(house, timetable, can_carry)

    def defer(slot: Slot) -> tuple[timedelta, str]:
        key = slot.key
        if key.campaign not in tossing or (key.campaign, key.schedule) in shown:
            return AS_IT_IS
        if any(first <= slot.day <= last for first, last in spans.get(key.account, ())):
            return AS_IT_IS
        if not _is_free(slot, accounts[key.account], timetable) or not leeway.has(slot):
            return AS_IT_IS
        return (timedelta(0), ON_TIME) if is_on_time(str(key)) else (COIN, LATER)

    return defer


def follow_up_days(surges: Sequence[KeptSurge]) -> dict[str, list[tuple[date, date]]]:
    """By account: from the day of the onset to the last extra post of each follow-up that was taken."""
    spans: dict[str, list[tuple[date, date]]] = {}
    for kept in surges:
        if kept.followed is Followed.TAKEN:
            for account in {extra.account for extra in kept.extras}:
                last = max(extra.wall.date() for extra in kept.extras if extra.account == account)
                spans.setdefault(account, []).append((kept.surge.onset.date(), last))
    return spans


def _is_free(slot: Slot, account: Account, timetable: Timetable) -> bool:
    zone, quiet = ZoneInfo(slot.zone), account.limits.quiet
    walls = [(slot.at + shift).astimezone(zone) for shift in (timedelta(0), COIN)]
    if walls[0].date() != walls[1].date() or any(quiet.covers(wall.time()) for wall in walls if quiet):
        return False
    others = [other - slot.at for other in timetable.near(account.id, slot.at) if other != slot.at]
    gap = account.limits.gap
    return all(abs(apart - COIN) >= gap and abs(apart + COIN) >= gap for apart in others)


def evidence(looking: Looking, campaign: str, now: datetime, passing_over: Collection[str] = ()) -> Card:
    """The card of one campaign: how much was said in the four hours after its slots, by what their coins said. Of its
    sources, which are never added up, the one that knows most of these hours, and of those the loudest."""
    rows = looking.deliveries(states=OUT, campaign=campaign, since=now - KEPT)
    best: tuple[int, int, list[Toss]] = (0, 0, [])
    for source in sorted(set(looking.newest_counts(campaign)) - set(passing_over)):
        counts = looking.counts(campaign, source, since=now - KEPT, until=now)
        by_hour = {one.at: one.count for one in counts if one.count is not None}
        tosses = [toss for row in rows if (toss := _toss(row, by_hour, now)) is not None]
        best = max(best, (len(tosses), sum(by_hour.values()), tosses), key=lambda found: found[:2])
    return card(best[2], campaign)


def passed_over(looking: Looking, campaign: Campaign) -> set[str]:
    """Its sources that tell nothing of the topic's hours: those that count our own posts, or whole days; and those that
    are not in its file any more, because nobody can say which of these they were."""
    telling = {source.id for source in campaign.watch.sources if not (source.speaks_of_us or source.daily)}
    return set(looking.newest_counts(campaign.id)) - telling


def _toss(row: Delivery, by_hour: Mapping[datetime, int], now: datetime) -> Toss | None:
    """None: its coin was not tossed, a person moved it, or too little is known of these hours."""
    if not tossed(row.why) or row.moved_by is not None:
        return None
    start = bin_of(row.slot_at or instant_of_key(row.key, row.zone), HOUR)
    if start + WINDOW > now:
        return None
    volume = _volume(by_hour, start)
    earlier = [_volume(by_hour, start - timedelta(days=n)) for n in range(1, DAYS + 1)]
    usual = [one for one in earlier if one is not None]
    if volume is None or len(usual) < NEEDED:
        return None
    return Toss(on_time=is_on_time(str(row.key)), volume=volume / max(median(usual), 1.0))


def _volume(by_hour: Mapping[datetime, int], start: datetime) -> int | None:
    hours = [by_hour.get(start + n * HOUR) for n in range(WINDOW // HOUR)]
    return None if None in hours else sum(hour for hour in hours if hour is not None)
