"""One life of the service: all its use cases over the store on disk, thrown away whole when it dies."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from datetime import timedelta

from scheduler.clock import Clock
from scheduler.config.tree import Folder
from scheduler.errors import StoreTrouble
from scheduler.model.delivery import Delivery
from scheduler.model.record import Entry
from scheduler.place import Place, understand
from scheduler.service.accepting import Accepting
from scheduler.service.alerting import Alerting
from scheduler.service.desk import Desk
from scheduler.service.going_live import GoingLive
from scheduler.service.planning import Planning
from scheduler.service.ports import Channel
from scheduler.service.publishing import Publishing
from scheduler.service.resolving import Resolving
from scheduler.service.sending import Sending
from scheduler.service.settling import Settling
from scheduler.service.steering import Steering
from scheduler.service.stopping import Stopping
from scheduler.service.store_ports import Store
from scheduler.service.taking_down import TakingDown
from scheduler.service.taking_readings import TakingReadings
from scheduler.service.verifying import Verifying
from scheduler.service.working import Work

PLAN_EVERY = timedelta(hours=6)


class Process:
    """`owner` is its name in the store. It is an engine once it is opened; a person at a terminal has one that never
    is."""

    def __init__(
        self,
        place: Place,
        clock: Clock,
        store: Store,
        networks: Mapping[str, Channel],
        owner: str,
        *,
        announce: Callable[[Entry, Delivery | None], None] = lambda *_: None,
        sending: type[Sending] = Sending,
    ) -> None:
        self.owner = owner
        self.store = store
        self.failures: list[str] = []
        """Errors that no store, file or network explains."""
        self._life = ExitStack()
        self._clock = clock
        desk, files = Desk(store, clock, announce), Folder(place.folder)
        self.desk = desk
        self.accepting = Accepting(desk, files, understand)
        sends = sending(desk, files, owner)
        planning = Planning(desk, networks.get)
        self.settling = Settling(desk, self.accepting.house, networks.get, files, sends)
        self.going_live = GoingLive(desk, planning, networks.get)
        self.stopping = Stopping(desk)
        self.steering = Steering(desk, networks.get)
        self.resolving = Resolving(desk, networks.get)
        self.taking_down = TakingDown(desk, networks.get)
        self.work = Work(
            desk,
            self.accepting,
            planning,
            Publishing(desk, self.accepting.house, networks.get, files, sends),
            self.settling,
            Verifying(desk, networks.get, files),
            TakingReadings(desk, self.accepting.current, networks.get, files),
            Alerting(desk, []),
        )

    def open(self) -> None:
        """Raises EngineRunning, StoreTrouble, and whatever kills it."""
        self._life.enter_context(self.store.engine_lock(self.owner))
        self.work.open(self.owner)
        self._planned_at = self._clock.monotonic()

    def end(self) -> None:
        """The kernel frees what a dead process held."""
        self._life.close()

    def tidy(self) -> None:
        self._keep(self.work.freeze)

    def beat(self) -> None:
        """Every beat whose turn it is, and every lane with something to do."""
        self._keep(self.settling.sweep)
        if self._clock.monotonic() - self._planned_at >= PLAN_EVERY.total_seconds():
            self._keep(self.work.plan)
            self._keep(self.work.tidy_up)
            self._planned_at = self._clock.monotonic()
        self._keep(self.work.freeze)
        self._keep(self._lanes)
        self._keep(self.work.alerts)

    def look_at_files(self) -> None:
        self._keep(self.work.files)

    def _lanes(self) -> None:
        with self.store.look():  # one for all that only asks, instead of a dozen
            lanes = self.work.lanes()
        for lane in lanes:
            self._keep(lambda lane=lane: self.work.drain(lane))  # type: ignore[misc]  # mypy infers no default

    def _keep(self, run: Callable[[], object]) -> None:
        """As the engines do: what fails is tried again in its next turn."""
        try:
            run()
        except StoreTrouble:
            with suppress(StoreTrouble):
                self.work.failed("some", "StoreTrouble")
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
            self.failures.append(f"{type(error).__name__}: {error}")
