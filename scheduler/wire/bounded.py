"""Waits no longer than it may take for what cannot be interrupted: a name service, a proxy that says nothing."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context
from typing import TypeVar

T = TypeVar("T")


def within(seconds: float, work: Callable[[], T], unwanted: Callable[[T], object]) -> T:
    """What `work` comes to, in a thread of its own. Raises TimeoutError where it is not done by then; what it still
    comes to is handed to `unwanted`, in that thread."""
    found: Future[T] = Future()
    context = copy_context()

    def run() -> None:
        try:
            made = context.run(work)
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is the caller's
            if found.set_running_or_notify_cancel():
                found.set_exception(error)
            return
        if found.set_running_or_notify_cancel():
            found.set_result(made)
        else:
            unwanted(made)

    threading.Thread(target=run, name="bounded", daemon=True).start()
    try:
        return found.result(seconds)
    except BaseException:
        if found.cancel():
            raise
        return found.result()  # it came in just now, or the error is its own
