"""A month of one campaign in a real store: two surges, posts that were read, and everything that can go wrong."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from scheduler.attention.evidence import Toss, card
from scheduler.model.count import HOUR, Bin
from scheduler.model.delivery import Delivery, State
from scheduler.model.house import House
from scheduler.model.money import Booking, Purpose
from scheduler.model.receipt import Reading, Receipt
from scheduler.model.record import Entry, Scope
from scheduler.model.slot import SlotKey
from scheduler.model.surge import Extra, Followed, KeptSurge
from scheduler.service.learning import AFTER_A_DAY
from scheduler.service.looking_back import LookingBack
from scheduler.service.report import Report
from tests.make import CAMPAIGN, a_delivery, a_house, a_post
from tests.rig import NOON, Rig
from tests.unit.attention.series import DAY

MONTH = timedelta(days=28)
SINCE = NOON - MONTH
BEFORE = timedelta(days=50)
"""For how long was counted before NOON."""

SURGES = {NOON - timedelta(days=26): 30.0, NOON - timedelta(days=5): 12.0}
"""When they begin, and how many times the usual their first hour is."""

HOSTILE = "<script>alert(1)</script> \"quoted\" 'too' & <b onload=x> ]]> \u202e \x1b[31m"


def counts() -> list[Bin]:
    """The usual of each hour; a surge halves each day; six hours are not known."""
    found = []
    for number in range(BEFORE // HOUR):
        at = NOON - BEFORE + number * HOUR
        times = 1.0 + sum(
            most * 0.5 ** ((at - onset) / timedelta(days=1)) for onset, most in SURGES.items() if at >= onset
        )
        gap = timedelta(days=10) <= NOON - at < timedelta(days=10, hours=6)
        found.append(Bin(at, None if gap else round(DAY[at.hour] * times)))
    return found


class Hindsight(Rig):
    """`house` as in a rig. Nothing is in its store but what is put there."""

    def __init__(self, folder: Path, *, house: House | None = None) -> None:
        super().__init__(folder, house=house or a_house())
        self.tosses: list[Toss] = []

    def report(self, since: datetime = SINCE) -> Report:
        [found] = LookingBack(self.desk, lambda: self.house, lambda *_: card(self.tosses)).report(since)
        return found

    def count(self, source: str = "tags", bins: list[Bin] | None = None) -> None:
        with self.store.write() as writing:
            writing.keep_counts(CAMPAIGN, source, counts() if bins is None else bins)

    def post(self, at: datetime, likes: int | None = 7, text: str = "", **changes: Any) -> Delivery:
        """One that went out then, and was read a day later."""
        row = a_delivery(f"{at:%Y-%m-%dT%H:%M}", zone="UTC", state=State.POSTED, send_by=at + HOUR)
        receipt = Receipt(remote_id="1", url="https://example.org/1", at=at)
        post = a_post(text or f"Sign it, {at:%d %B}.")
        found: dict[str, Any] = {"due_at": at, "receipt": receipt, "post": post, **changes}
        row = self.put(replace(row, **found))
        if likes is not None:
            with self.store.write() as writing:
                writing.add_reading(row.key, AFTER_A_DAY, Reading(at=at + timedelta(days=1), counts={"likes": likes}))
        return row

    def happen(
        self, event: str, why: str, row: Delivery | None = None, at: datetime = NOON - HOUR, **said: str
    ) -> None:
        """An entry of the record."""
        with self.store.write() as writing:
            key = str(row.key) if row else None
            chain = row.account if row else "house"
            writing.note(Entry(chain=chain, event=event, at=at, who="user:anna", why=why, key=key, evidence=said))

    def surge(self, **changes: Any) -> KeptSurge:
        """The latest one of the counts, kept with an extra post."""
        latest = self.report().surges[-1]
        extra = Extra(
            ordinal=1, account="demo", schedule="daily", wall=NOON.replace(tzinfo=None), why="day 3 of the follow-up"
        )
        kept = KeptSurge(
            campaign=CAMPAIGN,
            source=latest.source,
            surge=latest.course.surge,
            extras=(extra,),
            followed=Followed.TAKEN,
            who="user:anna",
        )
        kept = replace(kept, **changes)
        with self.store.write() as writing:
            writing.keep_surge(kept)
        return kept


def a_month(folder: Path) -> Hindsight:
    """Everything that a report can tell of, and hostile words wherever words can stand."""
    found = Hindsight(folder)
    found.count()
    found.count("wikipedia", [Bin(one.at, one.count and one.count // 2) for one in counts()][: -24 * 9])
    for day in range(27):
        at = NOON - timedelta(days=27 - day, hours=-1)
        template = "petition" if day % 3 else "day"
        found.post(at, likes=5 + day % 4, template=template, action="amnesty-petition" if day % 2 else "donate")
    surge = found.surge()
    key = SlotKey(CAMPAIGN, surge.id, "2026-11-20T20:00", "demo")
    found.post(NOON - timedelta(days=2, hours=16), text=HOSTILE, key=key, why=(f"chosen: {HOSTILE}",))
    arabic = found.post(NOON - timedelta(days=1, hours=3), text="أغلقوا المعسكرات", language="ar")
    found.happen("delivery.refused", f"the network said: {HOSTILE}", arabic)
    found.happen("delivery.held", "nobody can tell whether it is out", arabic)
    found.happen("delivery.expired", "the machine slept", arabic)
    found.happen("delivery.moved", "the surge of 18 November: 20:00 is farthest from the others", arabic)
    found.happen("stop.set", "a rest", scope="account", subject="demo")
    found.happen("stop.lifted", "rested", scope="account", subject="demo")
    found.stop(Scope.CAMPAIGN, CAMPAIGN)
    with found.store.write() as writing:
        booked = Booking(account="demo", at=NOON, purpose=Purpose.POSTING, what="post", millionths=200_000)
        writing.book(booked)
    found.tosses = [Toss(on_time=bool(n % 2), volume=1.0 + n % 3) for n in range(20)]
    return found
