"""Every limit of a sustained campaign, looked at from what is out and will be, and not by the rules that kept it."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from scheduler.model.account import Account, Limits
from scheduler.model.campaign import Campaign
from scheduler.model.delivery import Delivery
from scheduler.model.money import month_of
from scheduler.planner.occurrences import moments_of
from tests.sustained import Life

WEEK = timedelta(days=7)


def broken(life: Life) -> list[str]:
    """Each limit that is broken, in words; empty: none."""
    found: list[str] = []
    for account in life.house.accounts:
        own = [row for row in life.said() if row.account == account.id]
        found += _spacing(account, own)
        for campaign in life.house.campaigns:
            of_it = [row for row in own if row.key.campaign == campaign.id]
            found += _repeats(campaign, of_it)
            found += _extras(life, campaign, of_it)
            if campaign.sustain.learn:
                found += _shares(life, account.id, of_it)
    return found


def _spacing(account: Account, own: list[Delivery]) -> Iterator[str]:
    limits = account.limits
    walls = [row.due_at.astimezone(ZoneInfo(row.zone)) for row in own]
    if any(count > limits.per_day for count in Counter(wall.date() for wall in walls).values()):
        yield f"{account.id}: more than {limits.per_day} a day"
    if any(count > limits.per_week for count in Counter(wall.date().isocalendar()[:2] for wall in walls).values()):
        yield f"{account.id}: more than {limits.per_week} a week"
    if any(later.due_at - sooner.due_at < limits.gap for sooner, later in pairwise(own)):
        yield f"{account.id}: less than {limits.gap} apart"
    if limits.quiet is not None and any(limits.quiet.covers(wall.time()) for wall in walls):
        yield f"{account.id}: in quiet hours"
    costs: Counter[str] = Counter()
    for row in own:
        costs[month_of(row.due_at)] += row.post.cost
    if any(cost > (account.budget.posting if account.budget else 0) for cost in costs.values()):
        yield f"{account.id}: beyond the budget"


def _repeats(campaign: Campaign, rows: list[Delivery]) -> Iterator[str]:
    windows = campaign.no_repeat
    for what, window in (("template", windows.template), ("action", windows.action), ("text", windows.text)):
        last: dict[str, datetime] = {}
        for row in rows:
            said = row.post.digest if what == "text" else row.template if what == "template" else row.action
            if said in last and row.due_at - last[said] < window:
                yield f"{campaign.id}: the same {what} within {window}"
            last[said] = row.due_at


def _shares(life: Life, account: str, rows: list[Delivery]) -> Iterator[str]:
    slots = _slots(life, account)
    for template in {row.template for row in rows}:
        uses = [row.due_at for row in rows if row.template == template]
        for first, start in enumerate(uses):
            within = uses[first : bisect_left(uses, start + WEEK)]
            limits = life.house.account(account).limits
            if len(within) > max(1, min(_around(slots, use, life.zone, limits) for use in within) / 4):
                yield f"{account}: {template} {len(within)} times in seven days"


def _slots(life: Life, account: str) -> Counter[date]:
    """How many the account has by its schedules, said or not, on each local day."""
    start, end = life.began - 2 * WEEK, life.now + 4 * WEEK
    speaking = [schedule for schedule in life.following.schedules if account in schedule.accounts]
    moments = (moment for schedule in speaking for moment in moments_of(schedule, start, end, None))
    return Counter(moment.at.astimezone(life.zone).date() for moment in moments)


def _around(slots: Counter[date], at: datetime, zone: ZoneInfo, limits: Limits) -> int:
    day = at.astimezone(zone).date()
    speaking = sum(min(slots[day + timedelta(days=n)], limits.per_day) for n in range(-3, 4))
    return min(speaking, limits.per_week)


def _extras(life: Life, campaign: Campaign, rows: list[Delivery]) -> Iterator[str]:
    plan = campaign.sustain.follow_up
    for kept in (kept for kept in life.surges if kept.campaign == campaign.id):
        more = [row for row in rows if row.key.schedule == kept.id]
        if len(more) > plan.most:
            yield f"{campaign.id}: {len(more)} more than its schedules, of at most {plan.most}"
        for row in more:
            wall = datetime.fromisoformat(row.key.nominal)
            onset = kept.surge.onset.astimezone(ZoneInfo(row.zone)).date()
            if not plan.start <= wall.time() <= plan.end or not 1 <= (wall.date() - onset).days <= plan.days:
                yield f"{campaign.id}: {row.key.nominal} is none of the follow-up's times"
