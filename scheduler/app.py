"""Names every concrete class, once."""

import os
import secrets
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from scheduler.alerts.webhook import Address, WebhookSink
from scheduler.channels.kit import Kit
from scheduler.channels.registry import CHANNELS, Maker
from scheduler.clock import Clock
from scheduler.config.tree import Folder
from scheduler.errors import FilesWrong, NoSuchThing, StoreTrouble
from scheduler.keyring import Keyring, address_of_ally, address_of_monitor, token_of, token_of_source
from scheduler.logins.registry import LOGINS
from scheduler.model.account import Account, Profile
from scheduler.model.campaign import Network
from scheduler.model.delivery import Delivery
from scheduler.model.house import House
from scheduler.model.record import Entry
from scheduler.place import Place, understand
from scheduler.pulse.monitor import Monitor, Target
from scheduler.pulse.supervisor import supervisor_of
from scheduler.service.accepting import Accepting, Current
from scheduler.service.admitting import text_rule
from scheduler.service.alerting import Alerting
from scheduler.service.desk import Announce, Desk
from scheduler.service.going_live import GoingLive
from scheduler.service.introducing import Introducing
from scheduler.service.logging_in import LoggingIn, Login
from scheduler.service.looking_back import LookingBack
from scheduler.service.planning import Planning
from scheduler.service.ports import AlertSink, Channel, PulseSink
from scheduler.service.profiles import profile_of
from scheduler.service.publishing import Publishing
from scheduler.service.pulsing import Pulsing
from scheduler.service.recording import Recording
from scheduler.service.recovering import Recovering
from scheduler.service.reports import Reports
from scheduler.service.resolving import Resolving
from scheduler.service.sending import Sending
from scheduler.service.settling import Settling
from scheduler.service.steering import Steering
from scheduler.service.stopping import Stopping
from scheduler.service.store_ports import Store
from scheduler.service.sustaining import Sustaining
from scheduler.service.swapped import swapped_links
from scheduler.service.taking_down import TakingDown
from scheduler.service.taking_readings import TakingReadings
from scheduler.service.tossing import evidence
from scheduler.service.verifying import Verifying
from scheduler.service.watching import Watching
from scheduler.service.working import Work
from scheduler.sources.making import Sources
from scheduler.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """The parts, put together; the faces pick what they need."""

    place: Place
    clock: Clock
    owner: str
    store: Store
    files: Folder
    desk: Desk
    channels: "Channels"
    accepting: Accepting
    planning: Planning
    publishing: Publishing
    settling: Settling
    going_live: GoingLive
    introducing: Introducing
    logging_in: LoggingIn
    stopping: Stopping
    steering: Steering
    resolving: Resolving
    recovering: Recovering
    taking_down: TakingDown
    recording: Recording
    reports: Reports
    sustaining: Sustaining
    looking_back: LookingBack
    work: Work


WAITED_FOR = timedelta(seconds=30)
"""For how long one request lasts at most while a person at the terminal waits for it."""


def silent(entry: Entry, delivery: Delivery | None) -> None:
    """Tells nobody."""


class Channels:
    """The channel of each account of the files in force, made once, when it is first asked for."""

    def __init__(
        self,
        current: Callable[[], Current | None],
        place: Place,
        clock: Clock,
        profile: Callable[[str], Profile | None],
        makers: Mapping[Network, Maker] = CHANNELS,
    ) -> None:
        self._current = current
        self._makers = makers
        self._profile = profile
        self._place = place
        self._clock = clock
        self._made: dict[int, dict[str, Channel | None]] = {}
        self._guard = threading.Lock()

    def __call__(self, account_id: str) -> Channel | None:
        current = self._current()
        if current is None:
            return None
        with self._guard:  # the hands of an engine ask at the same moment
            if current.number not in self._made:
                self._made = {current.number: {}}
            made = self._made[current.number]
            if account_id not in made:
                made[account_id] = self._make(current.house, account_id)
            return made[account_id]

    def _make(self, house: House, account_id: str) -> Channel | None:
        try:
            account = house.account(account_id)
        except NoSuchThing:
            return None
        return self.made_for(account, house.settings.deadline)

    def made_for(self, account: Account, deadline: timedelta, token: str | None = None) -> Channel | None:
        """A channel of its own, also for an account of files that are not in force. `token` is spoken with instead of
        the one that is kept."""
        maker = self._makers.get(account.network)
        if maker is None:
            return None
        kit = Kit(
            folder=self._place.data,
            limits=text_rule(account),
            clock=self._clock,
            token=lambda: token_of(account, self._place.folder) if token is None else token,
            profile=lambda: self._profile(account.id),
            deadline=deadline,
        )
        return maker(account, kit)


def login_of(account: Account) -> Login | None:
    maker = LOGINS.get(account.network)
    return maker(account, WAITED_FOR.total_seconds()) if maker else None


def build(
    place: Place,
    *,
    clock: Clock,
    announce: Announce = silent,
    sinks: Sequence[AlertSink] = (),
    watched: bool = False,
    create: bool = False,
    makers: Mapping[Network, Maker] = CHANNELS,
    patience: float = 0.0,
) -> App:
    """Put the house together. `create` makes a store where there is none; without it StoreMissing is raised.
    `watched`: those outside who watch whether the service lives are told. `makers`: what speaks to each network.
    `patience`: seconds that a pass over the alerts waits for allies."""
    store = Database(place.store, create=create)
    owner = f"boot {secrets.token_hex(4)} of process {os.getpid()}"
    files = Folder(place.folder)
    desk = Desk(store, clock, announce)
    accepting = Accepting(desk, files, understand)
    channels = Channels(accepting.current, place, clock, lambda account: profile_of(store, account), makers)
    sources = Sources(
        accepting.current, place.folder, place.data, store, clock, partial(token_of_source, folder=place.folder)
    )
    sending = Sending(desk, files, owner)
    planning = Planning(desk, channels)
    publishing = Publishing(desk, accepting.house, channels, files, sending)
    settling = Settling(desk, accepting.house, channels, files, sending)
    going_live = GoingLive(desk, planning, channels)
    sustaining = Sustaining(desk, accepting.house, planning)
    return App(
        place=place,
        clock=clock,
        owner=owner,
        store=store,
        files=files,
        desk=desk,
        channels=channels,
        accepting=accepting,
        planning=planning,
        publishing=publishing,
        settling=settling,
        going_live=going_live,
        introducing=Introducing(desk, lambda account: channels.made_for(account, WAITED_FOR)),
        logging_in=LoggingIn(
            desk,
            login_of,
            lambda account, token: channels.made_for(account, WAITED_FOR, token),
            Keyring(place),
            going_live,
        ),
        stopping=Stopping(desk),
        steering=Steering(desk, channels),
        resolving=Resolving(desk, channels),
        recovering=Recovering(desk, channels, settling, owner),
        taking_down=TakingDown(desk, channels),
        recording=Recording(desk),
        reports=Reports(desk, files, channels, accepting.current),
        sustaining=sustaining,
        looking_back=LookingBack(desk, accepting.house, evidence),
        work=Work(
            desk,
            accepting,
            planning,
            publishing,
            settling,
            Verifying(desk, channels, files),
            TakingReadings(desk, accepting.current, channels, files),
            Alerting(desk, sinks, _allies(place, clock, accepting, patience) if watched else None),
            Pulsing(desk, accepting.house, files, _watchers(place, clock, accepting) if watched else ()),
            Watching(desk, accepting.current, sources, sustaining.on_surge),
        ),
    )


def _allies(place: Place, clock: Clock, accepting: Accepting, patience: float) -> WebhookSink:
    def allies() -> Mapping[str, Sequence[Address]]:
        current = accepting.current()
        campaigns = current.house.campaigns if current else ()
        return {c.id: [partial(address_of_ally, kept, c.id, place.folder) for kept in c.watch.tell] for c in campaigns}

    return WebhookSink(allies, clock, patience)


def _watchers(place: Place, clock: Clock, accepting: Accepting) -> list[PulseSink]:
    def target() -> Target | None:
        try:
            ping = accepting.house().settings.ping
        except (FilesWrong, StoreTrouble):
            return None
        return (partial(address_of_monitor, ping, place.folder), ping.every) if ping else None

    supervisor = supervisor_of(os.environ)
    return [*([supervisor] if supervisor else []), Monitor(target, clock, place.last_ping)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """The files as they lie on disk beside what the store holds. `in_force` None: no files were ever taken; then
    everything is new. `current` is `in_force` itself where the files have not changed."""

    current: Current
    in_force: Current | None
    live: frozenset[str]
    planning: Planning


@contextmanager
def rehearse(place: Place, *, clock: Clock) -> Iterator[Rehearsal]:
    """What planning from the files on disk would come to; it changes nothing. Raises FilesWrong, StoreTrouble."""
    tree = Folder(place.folder).look()
    understood = understand(tree, clock.now())
    if understood.house is None:
        raise FilesWrong(understood.problems)
    with tempfile.TemporaryDirectory(prefix="awareness-") as empty:
        kept = place.store.exists()
        store = Database(place.store if kept else Path(empty) / place.store.name, create=not kept)
        desk = Desk(store, clock, silent)
        in_force = Accepting(desk, Folder(place.folder), understand).current()
        swapped = swapped_links(in_force.house if in_force else None, understood.house, understood.place)
        if swapped:
            raise FilesWrong((*understood.problems, *swapped))
        current = Current(
            number=in_force.number + 1 if in_force else 1,
            accepted_at=clock.now(),
            digest=tree.digest,
            house=understood.house,
        )
        if in_force and in_force.digest == tree.digest:
            current = in_force
        planning = Planning(desk, Channels(lambda: current, place, clock, lambda account: profile_of(store, account)))
        with store.look() as looking:
            live = frozenset(planning.live_accounts(current.house, looking))
        yield Rehearsal(current=current, in_force=in_force, live=live, planning=planning)
