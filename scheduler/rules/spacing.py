"""How often one account speaks: the gap between posts, caps by day and week, quiet hours."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.model.account import Account
from scheduler.model.ledger import Ledger
from scheduler.model.post import Verdict
from scheduler.model.wording import day_words, duration_words, instant_words
from scheduler.rules.verdicts import FINE, refusal


def keeps_gap(account: Account, at: datetime, zone: str, ledger: Ledger) -> Verdict:
    """The gap holds on both sides. `not_before` is the earliest later instant that has room before and after."""
    gap = account.limits.gap
    before, after = ledger.neighbours(account.id, at)
    if before is not None and at - before.at < gap:
        clash = f"the account speaks at {instant_words(before.at, zone)} already"
    elif after is not None and after.at - at < gap:
        clash = f"the account speaks next at {instant_words(after.at, zone)}"
    else:
        return FINE
    reason = f"{clash}, and its gap is {duration_words(gap)}"
    return refusal("gap", "slot", reason, not_before=_room_from(account, at, ledger))


def _room_from(account: Account, at: datetime, ledger: Ledger) -> datetime:
    gap = account.limits.gap
    while True:
        before, after = ledger.neighbours(account.id, at)
        if before is not None and at - before.at < gap:
            at = before.at + gap
        elif after is not None and after.at - at < gap:
            at = after.at + gap
        else:
            return at


def keeps_day_cap(account: Account, at: datetime, zone: str, ledger: Ledger) -> Verdict:
    cap = account.limits.per_day
    local = ZoneInfo(zone)
    day = at.astimezone(local).date()
    said = len(ledger.on(account.id, day, local))
    if said < cap:
        return FINE
    return refusal("per-day", "slot", f"the account has {said} posts on {day_words(day)}, and its cap is {cap} a day")


def keeps_week_cap(account: Account, at: datetime, zone: str, ledger: Ledger) -> Verdict:
    cap = account.limits.per_week
    local = ZoneInfo(zone)
    day = at.astimezone(local).date()
    said = len(ledger.in_week(account.id, day, local))
    if said < cap:
        return FINE
    reason = f"the account has {said} posts in the week of {day_words(day)}, and its cap is {cap} a week"
    return refusal("per-week", "slot", reason)


def keeps_quiet(account: Account, at: datetime, zone: str) -> Verdict:
    """`not_before` is the end of the quiet hours."""
    quiet = account.limits.quiet
    wall = at.astimezone(ZoneInfo(zone))
    if quiet is None or not quiet.covers(wall.time()):
        return FINE
    day = wall.date() if wall.time() < quiet.end else wall.date() + timedelta(days=1)
    # `fold` stays, so that in the second pass of a repeated hour the end does not fall into the first.
    end = datetime.combine(day, quiet.end, wall.tzinfo).replace(fold=wall.fold)
    reason = f"the account is quiet from {quiet.start:%H:%M} to {quiet.end:%H:%M}"
    return refusal("quiet", "slot", reason, not_before=end.astimezone(at.tzinfo))
