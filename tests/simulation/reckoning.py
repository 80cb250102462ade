"""What a simulation must have come to at its end, by an oracle of the schedule that is no planner."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.model.delivery import UNFINISHED, State
from scheduler.service.recording import Recording
from scheduler.store.checking import faults
from tests.simulation.folder import BUDGET, steady_keys
from tests.simulation.life import START, Life

SPARE = 700_000
"""Where a month's money is used up but for this, the planner may have found no room in it for a post."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A time in which posts may miss theirs; `account` empty: any."""

    since: datetime
    until: datetime
    account: str


class Reckoning:
    def __init__(self, life: Life, troubles: list[Trouble]) -> None:
        self._life = life
        self._troubles = troubles

    def reckon(self) -> None:
        """Adds what is wrong to the judge's problems."""
        judge = self._life.judge
        judge.accounts_for_the_world()
        judge.problems += [*Recording(self._life.person.desk).verify().faults, *faults(self._life.place.store)]
        judge.problems += [*self._missing(), *self._unfinished(), *self._needlessly_late()]

    def _missing(self) -> list[str]:
        known = self._life.judge.states
        wanted = steady_keys(START + timedelta(hours=1), self._life.clock.now() - timedelta(hours=3))
        return [f"{key} was never planned" for key in wanted if key not in known and not self._poor(key)]

    def _poor(self, key: str) -> bool:
        _, _, nominal, account, _ = key.split("/")
        arrivals = self._life.judge.arrivals
        spent = sum(a.cost for a in arrivals if a.account == account == "bird" and f"{a.at:%Y-%m}" == nominal[:7])
        return spent > BUDGET - SPARE

    def _unfinished(self) -> list[str]:
        now = self._life.clock.now()
        rows = self._life.rows(*sorted(UNFINISHED - {State.HELD}))
        return [f"{row.key} is still {row.state}" for row in rows if row.send_by < now]

    def _needlessly_late(self) -> list[str]:
        return [
            f"{row.key} expired, and nothing was wrong from {row.due_at} to {row.send_by}"
            for row in self._life.rows(State.EXPIRED)
            if not any(
                trouble.since <= row.send_by and trouble.until >= row.due_at and trouble.account in {"", row.account}
                for trouble in self._troubles
            )
        ]
