"""What each exit code means, and which error leads to it: the one table."""

from enum import IntEnum

from scheduler.errors import (
    ChannelLocked,
    ChannelRefused,
    ChannelTrouble,
    EngineRunning,
    FenceClosed,
    FilesWrong,
    NoSuchThing,
    NotAllowed,
    SchedulerError,
    StoreBusy,
    StoreTrouble,
)


class Code(IntEnum):
    DONE = 0
    ATTENTION = 1
    USAGE = 2
    FILES = 3
    STORE = 4
    NOT_ALLOWED = 5
    NO_SUCH_THING = 6
    DEFECT = 70
    AGAIN = 75
    INTERRUPTED = 130


MEANINGS: dict[Code, str] = {
    Code.DONE: "done",
    Code.ATTENTION: "done, and something needs a person: the status is not healthy, a source of `watch:` is silent, "
    "a follow-up waits for an answer, an account has trouble, the record has a fault, a text does not fit, "
    "a link wants a look",
    Code.USAGE: "the command was not understood",
    Code.FILES: "the files are wrong, or none were taken yet",
    Code.STORE: "the store cannot be used: it is missing, damaged, read-only, or of another version",
    Code.NOT_ALLOWED: "a rule or the state of things forbids it",
    Code.NO_SUCH_THING: "there is no such campaign, account, post",
    Code.DEFECT: "a defect of this program; a report was written, and the message says where",
    Code.AGAIN: "try again: another engine has the store, the store is busy, a stop still waits for an answer, a "
    "network did not do what was asked",
    Code.INTERRUPTED: "interrupted, or a question was answered with no; nothing more was done",
}

CODES: tuple[tuple[type[SchedulerError], Code], ...] = (
    (FilesWrong, Code.FILES),
    (StoreBusy, Code.AGAIN),
    (StoreTrouble, Code.STORE),
    (EngineRunning, Code.AGAIN),
    (NoSuchThing, Code.NO_SUCH_THING),
    (NotAllowed, Code.NOT_ALLOWED),
    (FenceClosed, Code.NOT_ALLOWED),
    (ChannelLocked, Code.NOT_ALLOWED),
    (ChannelRefused, Code.NOT_ALLOWED),
    (ChannelTrouble, Code.AGAIN),
    (SchedulerError, Code.NOT_ALLOWED),
)
"""The first that fits counts: the narrower error stands before the wider one."""


def code_for(error: SchedulerError) -> Code:
    return next(code for kind, code in CODES if isinstance(error, kind))
