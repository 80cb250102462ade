"""The house with what is said beyond its schedules in the days after surges."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.attention.following_up import extra_days, extra_posts
from scheduler.model.campaign import Campaign
from scheduler.model.house import House
from scheduler.model.schedule import Demonstration, Fixed, Schedule
from scheduler.model.surge import Extra, Followed, KeptSurge
from scheduler.model.sustain import Mode
from scheduler.planner.occurrences import midnight, moments_of
from scheduler.rules.yielding import full
from scheduler.service.timetable import Timetable

DAY = timedelta(days=1)


def with_follow_ups(house: House, surges: Sequence[KeptSurge]) -> House:
    """Each account's extra posts of a surge are a schedule of their own, named by the surge, that takes everything but
    its times from the one that it follows. It stays when its days are over: a post that a person put off still belongs
    to it. What a person, or the files, took back is gone, with the reason."""
    schedules: list[Schedule] = []
    gone: dict[tuple[str, str, str], str] = {}
    for kept in surges:
        campaign = next((campaign for campaign in house.campaigns if campaign.id == kept.campaign), None)
        for account in dict.fromkeys(extra.account for extra in kept.extras):
            extras = [extra for extra in kept.extras if extra.account == account]
            source = _source(house, kept.campaign, extras[0])
            reason = _taken_back(kept, campaign, extras[0], source)
            if reason:
                gone[kept.campaign, kept.id, account] = reason
            elif source is not None:
                schedules.append(_following(source, kept.id, account, extras))
    if not schedules and not gone:
        return house
    return replace(house, schedules=(*house.schedules, *schedules), gone={**house.gone, **gone})


def _source(house: House, campaign: str, extra: Extra) -> Schedule | None:
    for schedule in house.schedules:
        if schedule.campaign == campaign and extra.schedule == schedule.identity and extra.account in schedule.accounts:
            return schedule
    return None


def _taken_back(kept: KeptSurge, campaign: Campaign | None, extra: Extra, source: Schedule | None) -> str:
    """Why nothing more is said of it; '' where it is."""
    surge = f"the follow-up of the surge of {kept.surge.onset.day} {kept.surge.onset:%B}"
    if kept.followed is not Followed.TAKEN:
        return f"{surge} was declined by {kept.who}" if kept.followed is Followed.DECLINED else f"{surge} is not taken"
    if campaign is None:
        return f"there is no campaign {kept.campaign} any more"
    if campaign.sustain.mode is Mode.OFF:
        return f"campaign {campaign.id} follows no surge any more: its sustain.mode is off"
    if source is None:
        return f"{surge} follows schedule {extra.schedule}, which does not speak on {extra.account} any more"
    return ""


def _following(source: Schedule, name: str, account: str, extras: Sequence[Extra]) -> Schedule:
    walls = tuple((extra.wall, extra.why) for extra in extras)
    return replace(source, id=name, was=None, accounts=(account,), at=Fixed(walls=walls))


def extras_for(house: House, kept: KeptSurge, began: datetime | None) -> tuple[Extra, ...]:
    """For each account on which the campaign speaks. `house` holds the follow-ups of other surges already: what they
    say counts among what the account says anyway."""
    campaign, timetable = house.campaign(kept.campaign), Timetable(house, began)
    return tuple(
        extra for account in house.accounts for extra in _extras_on(account.id, house, campaign, kept, timetable)
    )


def why_none(campaign: Campaign) -> str:
    """Where a surge of it brings no extra posts."""
    plan, goal = campaign.sustain.follow_up, campaign.sustain.goal
    if not plan.most or not extra_days(plan, goal):
        return "its sustain.follow_up leaves no day and no post for it"
    return f"every account speaks {plan.per_day} times a day already, or has no room"


def _extras_on(
    account: str, house: House, campaign: Campaign, kept: KeptSurge, timetable: Timetable
) -> Iterator[Extra]:
    source = next(
        (s for s in house.schedules if s.campaign == campaign.id and _leads(s, account, kept, campaign)), None
    )
    if source is None:
        return
    zone = ZoneInfo(source.zone)
    onset = kept.surge.onset.astimezone(zone).replace(tzinfo=None)
    limits, goal = house.account(account).limits, campaign.sustain.goal
    asked = campaign.sustain.follow_up
    plan = replace(asked, per_day=min(asked.per_day, limits.per_day), gap=max(asked.gap, limits.gap))
    found = extra_posts(
        onset,
        lambda day: [at.astimezone(zone).time() for at in timetable.on(account, day, source.zone)],
        plan,
        goal,
        limits.quiet,
    )
    first, last = source.start or date.min, source.end or date.max
    within = (extra for extra in found if first <= extra.wall.date() <= last)
    days: Counter[date] = Counter()
    for extra in within:
        day = extra.wall.date()
        if not full(limits, day, lambda on: len(timetable.on(account, on, source.zone)) + days[on]):
            days[day] += 1
            ordinal = days.total()
            yield Extra(ordinal=ordinal, account=account, schedule=source.identity, wall=extra.wall, why=extra.why)


def _leads(schedule: Schedule, account: str, kept: KeptSurge, campaign: Campaign) -> bool:
    """Whether it speaks on this account from the onset to the last of the days: what it says but once a year has no
    rhythm to follow; a demonstration is said once, and a follow-up leads to no other."""
    if account not in schedule.accounts or isinstance(schedule.at, Demonstration | Fixed):
        return False
    zone = ZoneInfo(schedule.zone)
    onset = kept.surge.onset.astimezone(zone).date()
    days = extra_days(campaign.sustain.follow_up, campaign.sustain.goal)
    if not any((schedule.start or date.min) <= onset + n * DAY <= (schedule.end or date.max) for n in days):
        return False
    return bool(moments_of(schedule, midnight(onset, zone), midnight(onset + days.stop * DAY, zone), None))
