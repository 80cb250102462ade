"""Measures how late posts are while sources hang, flood, refuse and talk nonsense, over a real engine and real HTTP."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from scheduler.attention.bins import bin_of
from scheduler.model.account import Account, Limits
from scheduler.model.campaign import Campaign
from scheduler.model.house import Settings
from scheduler.model.watch import Origin, Watch, Watched
from scheduler.service.accepting import Current
from scheduler.service.desk import Transaction
from scheduler.service.watch_marks import WATCH
from scheduler.service.watching import Watching
from scheduler.service.working import Beat, Work
from scheduler.sources.making import Sources
from tests.counting import HOSTILE
from tests.crew import Crew
from tests.make import a_campaign
from tests.patience import soon
from tests.servers.raw import Raw

ACCOUNTS = ("one", "two", "three", "four")
AGAIN = timedelta(seconds=3)
"""How soon every source is asked again: so soon that there is always one in trouble."""


class Eager(Work):
    """Asks sources far oftener than any service would."""

    def beats(self) -> list[Beat]:
        return [replace(beat, every=AGAIN) if beat.name == WATCH else beat for beat in super().beats()]


class InTheLane(Eager):
    """A known-bad service, which counts what is said before it posts."""

    def drain(self, lane: str, ending: Callable[[], bool] = lambda: False) -> int:
        for source in self.sources():
            self.watch(source, ending)
        return super().drain(lane, ending)


class Restless(Watching):
    """Every source is due whenever one looks, however it fared."""

    def due(self) -> list[str]:
        return [name for name, _, _ in self._all()]

    def _begin(
        self, t: Transaction, campaign: Campaign, watched: Watched, price: int
    ) -> tuple[datetime, datetime] | None:
        super()._begin(t, campaign, watched, price)
        until = bin_of(t.now, watched.width)
        return until - timedelta(days=1), until


@dataclass(frozen=True)
class Lateness:
    """In seconds, of each post, the latest last; `asked`: requests that the servers heard meanwhile."""

    posts: list[float]
    asked: int

    @property
    def p99(self) -> float:
        return self.posts[min(len(self.posts) - 1, int(len(self.posts) * 0.99))]


def measured(
    folder: Path, *, posts: int, apart: float, sources: int, deadline: float, work: type[Work] = Eager
) -> Lateness:
    """`posts` in all, one each `apart` seconds, over four accounts; so many sources to each kind of hostile server, of
    which every request may take `deadline` seconds."""
    with hostile() as servers:
        crew = a_crew(folder, servers, sources, timedelta(seconds=deadline), work)
        rows = [crew.put(ACCOUNTS[n % len(ACCOUNTS)], seconds=-0.5 - n * apart) for n in range(posts)]
        with crew.engine():
            soon(lambda: crew.events().count("delivery.posted") >= posts, within=60 + posts * (apart + 2 * deadline))
        out = {entry.key: entry.at for entry in crew.happened if entry.event == "delivery.posted"}
        late = sorted((out[str(row.key)] - row.due_at).total_seconds() for row in rows)
        return Lateness(late, sum(len(server.heard) for server in servers))


@contextmanager
def hostile() -> Iterator[list[Raw]]:
    with ExitStack() as stack:
        yield [stack.enter_context(Raw([manner])) for manner in HOSTILE.values()]


def a_crew(folder: Path, servers: list[Raw], sources: int, deadline: timedelta, work: type[Work]) -> Crew:
    crew = Crew(folder, *ACCOUNTS, work=work)
    watched = tuple(
        Watched(id=f"s{number}-{turn}", origin=Origin.MASTODON, server=server.address)
        for number, server in enumerate(servers)
        for turn in range(sources)
    )
    campaign = a_campaign(watch=Watch(sources=watched))
    limits = Limits(gap=timedelta(0), per_day=10**6, per_week=10**6)
    crew.house = replace(
        crew.house,
        campaigns=(campaign,),
        accounts=tuple(replace(account, limits=limits) for account in crew.house.accounts),
        settings=Settings(deadline=deadline),
    )

    def current() -> Current | None:
        return crew.work._accepting.current()

    made = Sources(current, folder, folder, crew.store, crew.clock, no_token)
    crew.work._watching = Restless(crew.desk, current, made)
    return crew


def no_token(watched: Watched, account: Account | None) -> str:
    raise AssertionError(f"{watched.id} and {account} need none")
