"""The source of each entry of the files in force, made once, when it is first asked for."""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from scheduler.clock import Clock
from scheduler.model.account import Account
from scheduler.model.campaign import Campaign
from scheduler.model.count import Bin
from scheduler.model.house import House
from scheduler.model.watch import Origin, Watched
from scheduler.service.accepting import Current
from scheduler.service.attention_ports import Ours, Source
from scheduler.service.ours import echo_of, ours_on
from scheduler.service.store_ports import Store
from scheduler.sources.kit import Kit
from scheduler.sources.registry import SOURCES, Maker

LONGEST = timedelta(seconds=30)
"""For one request, whatever the files allow a post."""

Token = Callable[[Watched, Account | None], str]
"""The secret of a source, or of the account whose login it uses. Raises ChannelLocked."""


class Sources:
    """`folder` holds config/, `data` what must be remembered between starts."""

    def __init__(
        self,
        current: Callable[[], Current | None],
        folder: Path,
        data: Path,
        store: Store,
        clock: Clock,
        token: Token,
        makers: Mapping[Origin, Maker] = SOURCES,
    ) -> None:
        self._current = current
        self._folder = folder
        self._data = data
        self._store = store
        self._clock = clock
        self._token = token
        self._makers = makers
        self._made: dict[tuple[int, str, str], Source | None] = {}
        self._guard = threading.Lock()

    def __call__(self, campaign_id: str, source_id: str) -> Source | None:
        current = self._current()
        if current is None:
            return None
        key = (current.number, campaign_id, source_id)
        with self._guard:  # sources are asked for from threads of their own
            if key not in self._made:
                self._made = {one: made for one, made in self._made.items() if one[0] == current.number}
                self._made[key] = self._make(current.house, campaign_id, source_id)
            return self._made[key]

    def _make(self, house: House, campaign_id: str, source_id: str) -> Source | None:
        campaign = next((one for one in house.campaigns if one.id == campaign_id), None)
        watched = next((one for one in campaign.watch.sources if one.id == source_id), None) if campaign else None
        if campaign is None or watched is None or watched.origin not in self._makers:
            return None
        account = next((one for one in house.accounts if one.id == watched.account), None)
        kit = Kit(
            folder=self._folder,
            data=self._data,
            clock=self._clock,
            hashtags=watched.hashtags or _hashtags(campaign),
            account=account,
            token=partial(self._token, watched, account),
            ours=lambda: self._ours(house, watched),
            echo=lambda since, until: self._echo(campaign.id, since, until),
            deadline=min(house.settings.deadline, LONGEST),
        )
        return self._makers[watched.origin](watched, kit)

    def _ours(self, house: House, watched: Watched) -> Ours:
        with self._store.look() as looking:
            return ours_on(looking, house, watched, self._clock.now())

    def _echo(self, campaign: str, since: datetime, until: datetime) -> list[Bin]:
        with self._store.look() as looking:
            return echo_of(looking, campaign, since, until, self._clock.now())


def _hashtags(campaign: Campaign) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for tags in campaign.hashtags.values() for tag in tags))
