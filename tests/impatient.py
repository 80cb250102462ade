"""Publishers that are known to be bad after an outage: one floods, one gives up without a word."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import ClassVar

from scheduler.app import App
from scheduler.model.house import House
from scheduler.model.receipt import Outcome, Posted, Prepared, Receipt
from scheduler.service.ports import Fence
from scheduler.service.publishing import Publishing
from scheduler.service.sending import Sending
from tests.town import ByRoad

TRIES = 3


def floods(app: App) -> Publishing:
    """Everything that waited, at once: it knows of no gap."""

    def house() -> House:
        known = app.accepting.house()
        accounts = (replace(a, limits=replace(a.limits, gap=timedelta(0))) for a in known.accounts)
        return replace(known, accounts=tuple(accounts))

    return Publishing(app.desk, house, app.channels, app.files, Sending(app.desk, app.files, app.owner))


class GivesUp(ByRoad):
    """Counts its tries; after the last one it says that all is well."""

    tries: ClassVar[Counter[str]] = Counter()

    def send(self, prepared: Prepared, fence: Fence) -> Outcome:
        self.tries[prepared.key] += 1
        if self.tries[prepared.key] < TRIES:
            return super().send(prepared, fence)
        fence()
        return Posted(receipt=Receipt(remote_id="0", url="http://127.0.0.1", at=self._kit.clock.now()))
