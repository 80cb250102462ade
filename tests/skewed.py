"""A clock that may be wrong, beside the time that it really is."""

from datetime import datetime, timedelta

from scheduler.clock import ManualClock


class Skewed(ManualClock):
    """Time that passes moves all three. Monotonic time stands while it sleeps; a clock that is set moves alone."""

    def __init__(self, start: datetime) -> None:
        super().__init__(start)
        self.true = start

    def advance(self, by: timedelta) -> None:
        super().advance(by)
        self.true += by

    def sleep(self, by: timedelta) -> None:
        """The machine is suspended."""
        self.true += by
        self.set(self.now() + by)

    def mend(self) -> None:
        self.set(self.true)


class World:
    """The time that it really is, for a network, which counts in seconds since then."""

    def __init__(self, clock: Skewed) -> None:
        self._clock = clock
        self._began = clock.true

    def now(self) -> datetime:
        return self._clock.true

    def monotonic(self) -> float:
        return (self._clock.true - self._began).total_seconds()

    def wait(self, event: object, seconds: float) -> bool:
        raise NotImplementedError

    def instant(self, seconds: float) -> datetime:
        return self._began + timedelta(seconds=seconds)
