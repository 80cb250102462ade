"""Clients that mean X and reach its fake: tweepy over real HTTP, and plain signed requests for what tweepy lacks."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
import requests
import tweepy
from requests.adapters import HTTPAdapter
from requests_oauthlib import OAuth1

from tests.servers.x_fake import FakeX
from tests.servers.x_signing import Keys

HOST = "https://api.twitter.com"
"""Where tweepy 4.17 sends everything."""


class Detour(HTTPAdapter):
    """Carries what was meant for X to another address, and remembers the time-outs that it was given."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.timeouts: list[object] = []

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: FBT002 - the signature of requests
        timeout: Any = None,
        verify: bool | str = True,  # noqa: FBT002
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        self.timeouts.append(timeout)
        there = request.copy()
        there.url = (request.url or "").replace(HOST, self.address, 1)
        return super().send(there, stream, timeout, verify, cert, proxies)


@contextmanager
def tweepy_to(x: FakeX, keys: Keys | None = None, **options: Any) -> Iterator[tweepy.Client]:
    k = keys or x.keys
    client = tweepy.Client(
        consumer_key=k.consumer_key,
        consumer_secret=k.consumer_secret,
        access_token=k.token,
        access_token_secret=k.token_secret,
        **options,
    )
    client.session.mount(HOST, Detour(x.address))
    with client.session:
        yield client


@contextmanager
def signed_session(x: FakeX) -> Iterator[requests.Session]:
    k = x.keys
    with requests.Session() as session:
        session.auth = OAuth1(k.consumer_key, k.consumer_secret, k.token, k.token_secret)
        session.mount(HOST, Detour(x.address))
        yield session


def refusal(call: Callable[[], object]) -> tuple[int, dict[str, Any], requests.Response]:
    """The status, the body and the whole of the answer by which X refuses this call of tweepy."""
    with pytest.raises(tweepy.HTTPException) as raised:
        call()
    response = raised.value.response
    return response.status_code, response.json(), response
