"""What --json prints of a report. Keys stay; new ones may come."""

from dataclasses import asdict
from datetime import timedelta
from math import inf

from scheduler.attention.meter import Measure
from scheduler.attention.weighing import ENOUGH, Slope
from scheduler.cli.documents import Document, delivery, instant, stop
from scheduler.model.money import MILLION
from scheduler.service.report import Matter, Report, Said, Surged, Watched
from scheduler.words import report as words
from scheduler.words.attention import carded

HOUR = timedelta(hours=1)


def report(found: Report, zone: str) -> Document:
    """`zone` is that of the sentences; instants are in UTC."""
    card = found.card
    return {
        "campaign": found.campaign.id,
        "since": instant(found.since),
        "at": instant(found.at),
        "floor": found.campaign.sustain.floor,
        "numbers": {
            "phase": words.phase(found, zone),
            "above_the_floor": words.above_the_floor(found, zone),
            "spans": [{"left": left, "latest": now, "earlier": past} for left, now, past in words.spans(found)],
            "own_posts": words.own_posts(found),
            "evidence": carded(card, coin=found.campaign.sustain.coin),
        },
        "sources": [watched(one) for one in found.watched],
        "surges": [surged(one) for one in found.surges],
        "said": [said(one) for one in found.said],
        "tallies": {way: dict(numbers) for way, numbers in words.tallies(found).items()},
        "templates": [
            {
                "account": account,
                "template": one.template,
                "uses": one.uses,
                "ratio": round(one.ratio, 3),
                "low": round(one.low, 3),
                "high": None if one.high == inf else round(one.high, 3),
                "judged": one.uses >= ENOUGH,
            }
            for account, one in found.judged
        ],
        "slopes": [
            {"account": account, "fatigue": slope(learnt.fatigue), "amplification": slope(learnt.amplification)}
            for account, learnt in found.learnt
        ],
        "evidence": None if card is None else asdict(card) | {"verdict": str(card.verdict)},
        "allowances": [
            {
                "account": one.account,
                "today": one.today,
                "per_day": one.limits.per_day,
                "this_week": one.this_week,
                "per_week": one.limits.per_week,
            }
            for one in found.allowances
        ],
        "unsaid": [matter(one) for one in found.matters],
        "changes": [matter(one) for one in found.changes],
        "stopping": [matter(one) for one in found.stopping],
        "stops": [stop(one) for one in found.stops],
        "costs": [
            {
                "account": one.account,
                "month": one.month,
                "purpose": str(one.purpose),
                "dollars": one.millionths / MILLION,
            }
            for one in found.costs
        ],
    }


def slope(found: Slope | None) -> Document | None:
    """Of the logarithm of what a post draws; None: too early to say."""
    return {key: round(value, 4) for key, value in asdict(found).items()} if found else None


def watched(found: Watched) -> Document:
    newest = found.newest
    return {
        "source": found.source,
        "newest": None if newest is None else measured(newest),
        "hours": [measured(one) for one in found.measures],
    }


def measured(found: Measure) -> Document:
    return {
        "at": instant(found.at),
        "count": found.count,
        "expected": _rounded(found.expected),
        "times_usual": _rounded(found.times_usual),
        "state": str(found.state),
        "share": _rounded(found.share),
    }


def surged(found: Surged) -> Document:
    surge = found.course.surge
    return {
        "source": found.source,
        "onset": instant(surge.onset),
        "usual": surge.usual,
        "peak": surge.peak,
        "peak_at": instant(surge.peak_at),
        "hours_to_half": _hours(surge.half),
        "hours_to_quarter": _hours(surge.quarter),
        "hours_to_tenth": _hours(surge.tenth),
        "hours_above": found.course.above,
        "hours_known": found.course.known,
        "followed": str(found.followed),
        "who": found.who,
        "extras": list(found.whys),
        "extras_out": found.out,
    }


def said(found: Said) -> Document:
    return {
        **delivery(found.delivery),
        "network": found.network,
        "out_at": instant(found.at),
        "extra": found.extra,
        "engagement": found.engagement,
        "times_usual": _rounded(found.ratio),
    }


def matter(found: Matter) -> Document:
    return asdict(found) | {"at": instant(found.at)}


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 3)


def _hours(span: timedelta | None) -> float | None:
    return None if span is None else span / HOUR
