"""What gets into an account of Bluesky is in one file that nobody else may read, and nowhere else."""

import logging
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.channels.bluesky.tokens import end_of
from scheduler.errors import ChannelLocked, ChannelTrouble
from scheduler.model.receipt import Image, Locked
from tests.blueskies import PUT, REFRESH, SIGN_IN, Sky, a_sky, said
from tests.drawn import a_picture
from tests.outgoing import an_outgoing, opened
from tests.servers import faults
from tests.servers.pds_server import Pds


@pytest.fixture
def own_sky(pds: Pds, tmp_path: Path) -> Iterator[Sky]:
    with a_sky(pds, pds.account(), tmp_path) as sky:
        yield sky


def secrets(sky: Sky) -> list[str]:
    kept = sky.kept()
    return [sky.password, kept["access"], kept["refresh"]]


def everything(sky: Sky) -> Iterator[object]:
    """What comes back of a day on which all goes well and then nothing does, from a server that says back to us
    whatever it was told."""
    channel = sky.channel()
    ready = channel.prepare(an_outgoing(key=sky.key(), pictures=(Image(content=a_picture(8, 8), alt="A flag."),)))
    outcome = channel.send(ready, opened)
    yield from (ready, outcome, channel.find(ready), channel.introduce(), channel, sky.sessions().current())

    echo = " ".join(secrets(sky))
    for method in PUT, PUT, SIGN_IN, REFRESH, "com.atproto.repo.deleteRecord", "com.atproto.repo.getRecord":
        sky.answers(method, said(400, f"Echo of {echo}", f"Bearer {echo}"))
    yield channel.send(ready, opened)
    yield channel.find(ready)
    sky.proxy.lose("POST", f"/xrpc/{PUT}", faults.half)
    yield channel.send(ready, opened)
    receipt = getattr(outcome, "receipt")  # noqa: B009 - of a post that is out
    for call in (lambda: channel.delete(receipt), lambda: channel.read(receipt)):
        with pytest.raises(ChannelTrouble) as caught:
            call()
        yield caught.value
        yield from (caught.value.args, caught.value.__cause__, caught.value.__context__)
    sky.clock.advance(timedelta(days=400))
    with pytest.raises(ChannelLocked) as locked:
        channel.prepare(an_outgoing(key=sky.key()))
    yield locked.value


def test_no_secret_is_in_anything_that_comes_back_or_is_written_down(
    own_sky: Sky, caplog: pytest.LogCaptureFixture
) -> None:
    sky = own_sky
    with caplog.at_level(logging.DEBUG):
        shown = [f"{thing!r} {thing!s}" for thing in everything(sky)]
    hidden = secrets(sky)
    assert all(hidden)
    for text in (*shown, caplog.text):
        assert [secret for secret in hidden if secret in text] == []
    assert "[…]" in "".join(shown)

    for file in filter(Path.is_file, sky.folder.rglob("*")):
        assert sky.password.encode() not in file.read_bytes()
        assert file == sky.file or not any(secret.encode() in file.read_bytes() for secret in hidden)
    assert stat.S_IMODE(sky.file.stat().st_mode) == 0o600


def test_a_revoked_app_password_stops_the_account_and_says_how_to_go_on(own_sky: Sky) -> None:
    sky = own_sky
    ready = sky.channel().prepare(an_outgoing())
    sky.revoke()
    ends = end_of(sky.kept()["access"])
    assert ends is not None
    sky.clock.set(ends)
    outcome = sky.channel().send(ready, opened)
    assert isinstance(outcome, Locked)
    assert outcome.reason.startswith("the app password is not taken; make a new one in the account's settings")
    with pytest.raises(ChannelLocked):
        sky.channel().prepare(an_outgoing())
    assert sky.texts() == []
