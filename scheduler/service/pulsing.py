"""Feels the pulse of the house and tells those who watch it; silence where it is not useful is for them to notice."""

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from scheduler.errors import FilesWrong, StoreTrouble
from scheduler.model.house import House
from scheduler.model.upkeep import Pulse
from scheduler.service.desk import Desk
from scheduler.service.ports import Files, PulseSink
from scheduler.service.store_ports import Looking
from scheduler.service.usefulness import troubles_of_house

log = logging.getLogger(__name__)

PULSE = "pulse"
GRACE = timedelta(minutes=3)
"""How much longer than two of its intervals a beat may take before it counts as hanging."""

KEPT_EVERY = timedelta(minutes=1)
"""The store has the last pulse for `status`, and is not written to each time one is felt."""


class Timed(Protocol):
    """A beat, as far as it matters here."""

    @property
    def name(self) -> str: ...

    @property
    def every(self) -> timedelta: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Felt:
    """The last pulse that the store has; `useful_at` None: there never was a useful one."""

    pulse: Pulse
    useful_at: datetime | None


class Pulsing:
    def __init__(
        self, desk: Desk, house: Callable[[], House], files: Files | None = None, sinks: Sequence[PulseSink] = ()
    ) -> None:
        self._desk = desk
        self._house = house
        self._files = files
        self._sinks = sinks
        self._sound: set[int] = set(range(len(sinks)))
        self._limits: dict[str, float] = {}
        self._kept: dict[str, float] = {}
        self._written: tuple[bool, float] | None = None

    def begin(self, beats: Sequence[Timed]) -> None:
        """From now on each of these must end well again and again."""
        now = self._desk.clock.monotonic()
        self._kept = {beat.name: now for beat in beats}
        self._limits = {beat.name: (2 * beat.every + GRACE).total_seconds() for beat in beats}

    def kept(self, beat: str) -> None:
        """A beat ended well."""
        if beat in self._limits:  # lanes come and go, and show by what is overdue in them
            self._kept[beat] = self._desk.clock.monotonic()

    def feel(self) -> Pulse:
        """Judge, tell those who watch, and leave it where status finds it. Raises nothing of the store's."""
        pulse = Pulse(at=self._desk.clock.now(), troubles=(*self._late_beats(), *self._troubles()))
        for number, sink in enumerate(self._sinks):
            self._tell(number, sink, pulse)
        self._keep(pulse)
        return pulse

    def end(self) -> None:
        """The service ends because somebody wants it to."""
        for sink in self._sinks:
            try:
                sink.end()
            except OSError as error:
                log.warning("pulse.untold", extra={"about": {"error": type(error).__name__}})

    def _late_beats(self) -> Iterator[str]:
        now = self._desk.clock.monotonic()
        for name, limit in self._limits.items():
            since = now - self._kept[name]
            if since > limit:
                yield f"the {name} beat has not ended well for {since / 60:.0f} min"

    def _troubles(self) -> list[str]:
        try:
            settings = self._house().settings
            stop_file = self._files is not None and self._files.stop_file() is not None
            with self._desk.store.look() as looking:
                return troubles_of_house(looking, settings, self._desk.clock.now(), stop_file=stop_file)
        except (StoreTrouble, FilesWrong) as trouble:
            return [str(trouble)]

    def _tell(self, number: int, sink: PulseSink, pulse: Pulse) -> None:
        try:
            sink.tell(pulse)
            self._sound.add(number)
        except OSError as error:
            if number in self._sound:
                about = {"sink": type(sink).__name__, "error": type(error).__name__}
                log.warning("pulse.untold", extra={"about": about})
            self._sound.discard(number)

    def _keep(self, pulse: Pulse) -> None:
        now = self._desk.clock.monotonic()
        if self._written is not None:
            useful, at = self._written
            if useful is pulse.useful and now - at < KEPT_EVERY.total_seconds():
                return
        try:
            with self._desk.transaction("beat:pulse") as t:
                before = felt(t.writing)
                useful_at = pulse.at if pulse.useful else before.useful_at if before else None
                t.writing.set_mark(PULSE, _text(Felt(pulse=pulse, useful_at=useful_at)))
        except StoreTrouble:
            return  # those who watch were told what they can see of it
        self._written = (pulse.useful, now)


def felt(looking: Looking) -> Felt | None:
    """The last pulse that was kept; None: none was ever felt, or it cannot be read by this version."""
    mark = looking.mark(PULSE)
    try:
        return _felt(json.loads(mark)) if mark else None
    except (TypeError, ValueError, KeyError):
        return None


def _felt(kept: dict[str, str | list[str] | None]) -> Felt:
    useful_at = kept["useful_at"]
    return Felt(
        pulse=Pulse(at=datetime.fromisoformat(str(kept["at"])), troubles=tuple(kept["troubles"] or ())),
        useful_at=datetime.fromisoformat(str(useful_at)) if useful_at else None,
    )


def _text(found: Felt) -> str:
    useful_at = found.useful_at.isoformat() if found.useful_at else None
    kept = {"at": found.pulse.at.isoformat(), "useful_at": useful_at, "troubles": found.pulse.troubles}
    return json.dumps(kept, ensure_ascii=False)
