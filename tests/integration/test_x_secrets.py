"""What signs our requests to X is not shown by anything that happens to them."""

import logging
from dataclasses import replace

import pytest

from scheduler.model.receipt import Found, Image
from tests.at_x import an_x, at_x
from tests.drawn import a_picture
from tests.outgoing import an_outgoing, opened
from tests.servers.x_signing import Keys


def test_its_secrets_are_nowhere_to_be_seen(caplog: pytest.LogCaptureFixture) -> None:
    """Not even where somebody sets the level of each library by name, and X says back to us what it was sent."""
    noisy = {"tweepy", "oauthlib", "requests_oauthlib", "urllib3"}
    seen: list[object] = []
    with at_x() as x, caplog.at_level(logging.DEBUG):
        x.keys = Keys("canary-app", "canary-hush", "canary-17", "canary-still")
        channel = an_x(x.address, keys=x.keys)
        for name in list(logging.root.manager.loggerDict):
            if name.split(".")[0] in noisy:
                caplog.set_level(logging.DEBUG, logger=name)
        prepared = channel.prepare(
            replace(an_outgoing("Sign."), pictures=(Image(content=a_picture(), alt="A banner"),))
        )
        seen += [channel.send(prepared, opened), channel.find(prepared), channel.introduce(), channel._keys()]
        for status in (400, 401, 403, 429, 500):
            for route in "POST /2/tweets", "GET /2/users/me":
                x.next(route, status, {"detail": f"{status} says canary-app and canary-17"}, wrong=True)
            seen += [channel.send(prepared, opened), channel.find(prepared)]
        x.keys = Keys()
        seen += [prepared, channel.send(prepared, opened), channel.find(prepared)]

    assert isinstance(seen[1], Found)
    assert "403 says" in repr(seen)
    assert "canary" not in repr(seen) + caplog.text
    assert "oauth_signature" not in caplog.text
