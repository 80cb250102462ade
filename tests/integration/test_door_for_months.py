"""What a door leaves behind after thousands of requests: nothing that grows."""

import threading
from itertools import cycle, islice
from pathlib import Path

from scheduler.wire.door import Door, Wire
from tests.servers.raw import Raw, answers, closes, resets

OPEN = Path("/proc/self/fd") if Path("/proc/self/fd").exists() else Path("/dev/fd")
MANY = 2000


def descriptors() -> int:
    return sum(1 for _ in OPEN.iterdir())


def test_two_thousand_requests_leave_no_thread_no_descriptor_and_no_cookie() -> None:
    cookies = (answers(201, b'{"id": "1"}', Set_Cookie=f"c{n}={'x' * 50}; Path=/") for n in range(MANY))
    manners = [next(cookies) if n % 4 else resets if n % 8 else closes for n in range(MANY)]
    with Raw([answers(201), *manners, answers(201)]) as network:
        door = Door(Wire(deadline=5))

        def post() -> bool:
            found = door.create("POST", "/", lambda: None, lambda: door.session.post(network.address + "/"))
            return found.answer is not None

        assert post()
        before = descriptors(), threading.active_count()
        answered = [post() for _ in range(MANY)]
        after = descriptors(), threading.active_count()

        assert answered == list(islice(cycle([False, True, True, True]), MANY))
        assert post()
        assert b"cookie" not in network.heard[-1].lower()
    assert after[0] <= before[0] + 2  # a connection that the server is about to let go
    assert after[1] <= before[1] + 1  # a timer that was told to end and is about to
    assert not list(door.session.cookies)
