import hashlib
from datetime import timedelta

from scheduler.model.record import Entry
from scheduler.service.grounds import SHOWN, Grounds, grounds
from tests.rig import NOON, queued


def entry(event: str, minute: int, shown: str = "") -> Entry:
    at = NOON + timedelta(minutes=minute)
    return Entry(chain="demo", event=f"delivery.{event}", at=at, who="beat", evidence={SHOWN: shown} if shown else {})


def test_of_a_post_that_nobody_tried_nothing_is_known() -> None:
    assert grounds(queued(), []) == Grounds(sent=(), size=None, digest=None, looks=())


def test_each_send_each_look_and_the_bytes_are_told() -> None:
    history = [
        entry("claimed", 0),
        entry("sending", 1),
        entry("sending", 2),
        entry("looked for", 3, "none of 20"),
        entry("held", 4, "none of 21"),
    ]

    assert grounds(queued(wire=b"the bytes"), history) == Grounds(
        sent=(NOON + timedelta(minutes=1), NOON + timedelta(minutes=2)),
        size=9,
        digest=hashlib.sha256(b"the bytes").hexdigest(),
        looks=((NOON + timedelta(minutes=3), "none of 20"), (NOON + timedelta(minutes=4), "none of 21")),
    )


def test_what_went_before_the_last_claim_was_not_accepted_and_says_nothing() -> None:
    history = [entry("claimed", 0), entry("looked for", 1, "old"), entry("claimed", 5), entry("sending", 6)]

    found = grounds(queued(), history)
    assert (found.sent, found.looks) == ((NOON + timedelta(minutes=6),), ())
