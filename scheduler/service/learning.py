"""What became of an account's posts, as weights for the choice of the next ones."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf
from zoneinfo import ZoneInfo

from scheduler.attention.weighing import ENOUGH, Judged, Slope, Use, amplification, fatigue, judged
from scheduler.model.delivery import OUT
from scheduler.model.house import House
from scheduler.model.instants import INSTANTS
from scheduler.model.post import Weights
from scheduler.model.receipt import Reading
from scheduler.model.slot import SlotKey
from scheduler.service.store_ports import Looking

DAY = timedelta(days=1)
AFTER_A_DAY = INSTANTS.index(DAY)
BOUND = timedelta(days=90)
"""How far back posts are looked at."""
COUNTED = ("likes", "boosts", "replies", "quotes")

Level = Callable[[str, datetime], float | None]
"""How many times the usual was said of a campaign's topic at an instant; None: not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What one account's posts of the last 90 days say. Templates are named `campaign/template`. None: too few posts
    were read, or none that differ."""

    templates: tuple[Judged, ...]
    fatigue: Slope | None
    amplification: Slope | None


def unknown(_: str, __: datetime) -> float | None:
    return None


def read_posts(
    looking: Looking, account: str, since: datetime, until: datetime, level: Level = unknown
) -> list[tuple[SlotKey, Use]]:
    """Its posts, of all campaigns, that went out in this time and were read a day later, the oldest first."""
    rows = sorted(looking.deliveries(states=OUT, account=account, since=since, until=until), key=lambda row: row.out_at)
    read = looking.readings_at(AFTER_A_DAY, account, since=since)
    uses: list[tuple[SlotKey, Use]] = []
    recent, last = 0.0, None
    for row in rows:
        at = row.out_at
        recent = 0.0 if last is None else (recent + 1) * 0.5 ** ((at - last) / DAY)
        last = at
        drawn = engagement(read.get(str(row.key)))
        if drawn is not None:
            use = Use(
                template=f"{row.key.campaign}/{row.template}",
                hour=at.astimezone(ZoneInfo(row.zone)).hour,
                engagement=drawn,
                recent=recent,
                level=level(row.key.campaign, at),
            )
            uses.append((row.key, use))
    return uses


def uses_of(looking: Looking, account: str, now: datetime, level: Level = unknown) -> list[Use]:
    """Those of the last 90 days."""
    return [use for _, use in read_posts(looking, account, now - BOUND, now, level)]


def engagement(reading: Reading | None) -> int | None:
    """None: it was not read, or the network gave no such count."""
    known = [reading.counts[name] for name in COUNTED if name in reading.counts] if reading else []
    return sum(known) if known else None


def learnt(looking: Looking, account: str, now: datetime, level: Level = unknown) -> Learnt:
    uses = uses_of(looking, account, now, level)
    return Learnt(templates=tuple(judged(uses)), fatigue=fatigue(uses), amplification=amplification(uses))


def learned_weights(looking: Looking, house: House, now: datetime) -> Weights:
    """Of the campaigns that learn, on the accounts on which they speak; a template of too few uses weighs as all do."""
    learners = {campaign.id for campaign in house.campaigns if campaign.sustain.learn}
    speaking = {account for s in house.schedules if s.campaign in learners for account in s.accounts}
    templates: dict[tuple[str, str, str], float] = {}
    why: dict[tuple[str, str, str], str] = {}
    for account in sorted(speaking):
        for found in judged(uses_of(looking, account, now)):
            campaign, template = found.template.split("/", 1)
            if campaign in learners and found.uses >= ENOUGH:
                templates[account, campaign, template] = found.weight
                why[account, campaign, template] = weighs(found)
    return Weights(templates=templates, why=why)


def weighs(found: Judged) -> str:
    """`weighs 1.4: 12 uses, engagement 1.5 times the usual (1.1 to 2.0)`."""
    high = "any" if found.high == inf else f"{found.high:.1f}"
    span = f"{found.low:.1f} to {high}"
    return f"weighs {found.weight:.1f}: {found.uses} uses, engagement {found.ratio:.1f} times the usual ({span})"
