import contextvars
import threading

import pytest

from scheduler.wire.bounded import within
from tests.patience import soon

MARK: contextvars.ContextVar[str] = contextvars.ContextVar("mark", default="")


def test_what_is_done_in_time_is_returned_from_the_same_context() -> None:
    token = MARK.set("here")
    unwanted: list[str] = []

    assert within(30, MARK.get, unwanted.append) == "here"
    assert unwanted == []
    MARK.reset(token)


def test_its_error_is_the_callers() -> None:
    def fail() -> None:
        raise TimeoutError("its own")

    with pytest.raises(TimeoutError, match="its own"):
        within(30, fail, print)


def test_what_takes_too_long_is_left_alone_and_what_it_makes_is_handed_over() -> None:
    go_on = threading.Event()
    unwanted: list[str] = []

    def slow() -> str:
        go_on.wait(30)
        return "late"

    with pytest.raises(TimeoutError):
        within(0.01, slow, unwanted.append)
    assert unwanted == []
    go_on.set()
    assert soon(lambda: unwanted) == ["late"]


def test_what_fails_too_late_is_nobodys() -> None:
    go_on, ended = threading.Event(), threading.Event()

    def slow() -> None:
        go_on.wait(30)
        ended.set()
        raise OSError

    with pytest.raises(TimeoutError):
        within(0.01, slow, print)
    go_on.set()
    assert ended.wait(30)
