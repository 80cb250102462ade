"""The rig with posts that are out, on networks that count, and with whoever reads them."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from scheduler.model.account import Account, Budget, Limits
from scheduler.model.delivery import Delivery, State
from scheduler.model.receipt import Receipt
from scheduler.model.text_rule import Prices
from scheduler.service.accepting import Current
from scheduler.service.rationing import Ration, ration
from scheduler.service.store_ports import Store
from scheduler.service.taking_readings import TakingReadings
from tests.make import a_house, an_account
from tests.rig import NOON, Rig, queued
from tests.scripted import Scripted

CENT = 10_000
MONEY = Prices(post=0, post_with_link=0, look_up=0, read=CENT)


def counting(*, a_day: int = 200, **changes: Any) -> Account:
    """An account that may ask so many times a day."""
    return an_account(limits=Limits(gap=timedelta(0), readings_per_day=a_day), **changes)


def paying(cents: int, **changes: Any) -> Account:
    """An account that may spend so much on reading in a month, at a cent a reading."""
    return counting(budget=Budget(posting=0, reading=cents * CENT), **changes)


class Readers(Rig):
    """Of these accounts; without any, of one that may read as much as it likes."""

    def __init__(self, folder: Path, *accounts: Account, store: Store | None = None) -> None:
        super().__init__(folder, store=store, house=a_house(accounts=accounts or (counting(),)))
        prices = MONEY if accounts and accounts[0].budget else None
        self.network = Scripted(at=NOON, reads=True, clock=self.clock, prices=prices)
        self.channels.update({account.id: self.network for account in self.house.accounts})
        self.restart()

    def restart(self) -> None:
        """Nothing is remembered but what the store holds."""
        current = Current(number=1, accepted_at=NOON, digest="", house=self.house)
        self.readings = TakingReadings(self.desk, lambda: current, self.channels.get, self.files)

    def allow(self, account: Account) -> None:
        """The files say something else now."""
        self.house = a_house(accounts=(account,))
        self.restart()

    def out(self, minute: int = 0, *, ago: timedelta = timedelta(0), **changes: Any) -> Delivery:
        """Verified, and out since this long before noon."""
        row = queued(minute, account=changes.pop("account", "demo"))
        receipt = Receipt(remote_id=f"id-{row.key}", url="", at=NOON - ago)
        row = replace(row, state=State.VERIFIED, receipt=receipt, due_at=receipt.at, wire=b"text")
        return self.put(replace(row, **changes))

    def take(self, account: str = "demo") -> int:
        """Read what can be read now; returns how many."""
        read = 0
        while self.readings.take(account):
            read += 1
        return read

    def read_of(self, row: Delivery) -> list[int]:
        """Which of its readings were taken."""
        with self.store.look() as looking:
            return list(looking.readings(row.key))

    def ration(self, account: str = "demo") -> Ration:
        with self.store.look() as looking:
            return ration(looking, account, self.clock.now())
