"""What is not said because its time has not come or is over: actions that open and end, facts that go stale."""

from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.model.campaign import Action, Fact
from scheduler.model.post import Verdict
from scheduler.model.wording import date_words, time_words
from scheduler.rules.verdicts import FINE, refusal


def judge_ask(action: Action, at: datetime, zone: str = "UTC") -> Verdict:
    """`zone` is where the reason's times are read."""
    if action.opens is not None and at < action.opens:
        reason = f"action {action.id} opens only at {_moment(action.opens, zone)}"
        return refusal("opens", "action", reason, not_before=action.opens)
    if action.until is not None and at >= action.until:
        return refusal("ended", "action", f"action {action.id} ended at {_moment(action.until, zone)}")
    return FINE


def judge_fact(fact: Fact, at: datetime, zone: str = "UTC") -> Verdict:
    """`zone` is where the day of `at` is read."""
    if fact.date > at.astimezone(ZoneInfo(zone)).date():
        return refusal(
            "future-fact", "fact", f"fact {fact.id} is dated {date_words(fact.date)}, which is still to come"
        )
    if fact.stale_at is not None and at >= fact.stale_at:
        reason = f"fact {fact.id} of {date_words(fact.date)} is stale since {date_words(fact.stale_at.date())}"
        return refusal("stale-fact", "fact", reason)
    return FINE


def _moment(instant: datetime, zone: str) -> str:
    return f"{time_words(instant, zone)} on {date_words(instant.astimezone(ZoneInfo(zone)).date())}"
