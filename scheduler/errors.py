"""The errors that cross a floor, typed by what to do next; `Problem` words what is wrong in a file.

SchedulerError
├ FilesWrong(problems)     a person mends the files
├ StoreTrouble             the store cannot be used as it is
│  ├ StoreMissing · StoreReadOnly · StoreNewer · StoreOlder · StoreDamaged
│  └ StoreBusy             try again
├ EngineRunning            another engine has the store
├ NoSuchThing              no such campaign, account, post …
├ NotAllowed               a rule or the state of a thing forbids it
├ FenceClosed              the send may not begin: stopped, late, or the claim was lost
└ ChannelTrouble           a network did not do what was asked, outside a create call
   ├ ChannelLocked         it does not let this account in: a person mends the login
   ├ ChannelRefused        it, or we, will never do this: what was asked must change
   └ ChannelBusy(when)     it asks to be left alone for a while
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a file: `file` relative to the folder read, `line` and `column` from 1 (0: the whole
    file), `path` in the user's words (`schedules[daily].zone`), `what` is wrong, `fix` says what to do."""

    file: str
    line: int
    column: int
    path: str
    what: str
    fix: str
    severity: str = "error"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        path = f"{self.path}: " if self.path else ""
        kind = "warning: " if self.severity == "warning" else ""
        return f"{place}: {kind}{path}{self.what}; {self.fix}"


class SchedulerError(Exception):
    """something went wrong that a person can mend"""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())


class FilesWrong(SchedulerError):
    """the files cannot be taken as they are"""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


class StoreTrouble(SchedulerError):
    """the store cannot be used as it is"""


class StoreMissing(StoreTrouble):
    """there is no store here yet"""


class StoreReadOnly(StoreTrouble):
    """the store cannot be written to"""


class StoreNewer(StoreTrouble):
    """the store was written by a newer version of this program"""


class StoreOlder(StoreTrouble):
    """the store was written by an older version of this program"""


class StoreDamaged(StoreTrouble):
    """the store is damaged"""


class StoreBusy(StoreTrouble):
    """the store is busy"""


class EngineRunning(SchedulerError):
    """another engine is running on this store"""


class NoSuchThing(SchedulerError):
    """there is no such thing"""


class NotAllowed(SchedulerError):
    """this is not allowed now"""


class FenceClosed(SchedulerError):
    """this send may not begin"""


class ChannelTrouble(SchedulerError):
    """the network did not do what was asked"""


class ChannelLocked(ChannelTrouble):
    """the network does not let this account in"""


class ChannelRefused(ChannelTrouble):
    """the network will never do this"""


class ChannelBusy(ChannelTrouble):
    """the network asks to be left alone for a while"""

    def __init__(self, message: str = "", when: datetime | None = None) -> None:
        super().__init__(message)
        self.when = when
