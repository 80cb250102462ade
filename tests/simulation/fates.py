"""What can become of one request to a network, and the moments on its way at which the world can change."""

from enum import StrEnum


class Fate(StrEnum):
    TAKEN = "taken"
    LOST = "taken, and the answer is lost"
    SLOW = "taken minutes later, and no answer"
    SILENT = "not taken, and no answer"
    REFUSED = "refused"
    LOCKED = "the account is locked"
    LATER = "asked to come back later"
    NO_CONNECTION = "no connection"
    UNPREPARED = "the pictures do not go up"


FAIR: dict[Fate, float] = {
    Fate.TAKEN: 0.7,
    Fate.LOST: 0.08,
    Fate.SLOW: 0.04,
    Fate.SILENT: 0.04,
    Fate.REFUSED: 0.02,
    Fate.LOCKED: 0.004,
    Fate.LATER: 0.04,
    Fate.NO_CONNECTION: 0.05,
    Fate.UNPREPARED: 0.03,
}
"""How often each happens where nothing else is said."""


class Moment(StrEnum):
    """Where a request stands while something else happens."""

    PREPARING = "preparing"
    CONNECTED = "before the fence"
    FENCED = "behind the fence"
    TAKEN = "taken, and not yet answered"


class Crash(BaseException):
    """The process ends here: nothing of it is left but what is durable. No Exception, so that nobody handles it."""
