from collections.abc import Iterator

import pytest

from scheduler import errors
from scheduler.cli.codes import CODES, MEANINGS, Code, code_for
from scheduler.errors import (
    ChannelBusy,
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
    StoreDamaged,
    StoreMissing,
    StoreNewer,
    StoreOlder,
    StoreReadOnly,
    StoreTrouble,
)

EXPECTED: dict[type[SchedulerError], int] = {
    SchedulerError: 5,
    FilesWrong: 3,
    StoreTrouble: 4,
    StoreMissing: 4,
    StoreReadOnly: 4,
    StoreNewer: 4,
    StoreOlder: 4,
    StoreDamaged: 4,
    StoreBusy: 75,
    EngineRunning: 75,
    NoSuchThing: 6,
    NotAllowed: 5,
    FenceClosed: 5,
    ChannelTrouble: 75,
    ChannelBusy: 75,
    ChannelLocked: 5,
    ChannelRefused: 5,
}


def family(error: type[SchedulerError]) -> Iterator[type[SchedulerError]]:
    yield error
    for child in error.__subclasses__():
        yield from family(child)


def test_every_error_of_the_house_is_in_this_test() -> None:
    assert {e for e in family(SchedulerError) if e.__module__ == errors.__name__} == set(EXPECTED)


@pytest.mark.parametrize(("error", "code"), EXPECTED.items(), ids=lambda value: getattr(value, "__name__", str(value)))
def test_each_error_has_its_code(error: type[SchedulerError], code: int) -> None:
    made = FilesWrong(()) if error is FilesWrong else error()

    assert code == code_for(made)


def test_the_narrower_error_stands_before_the_wider_one() -> None:
    kinds = [kind for kind, _ in CODES]

    assert [(a, b) for i, a in enumerate(kinds) for b in kinds[i + 1 :] if issubclass(b, a)] == []


def test_every_code_is_explained() -> None:
    assert set(Code) == set(MEANINGS)
