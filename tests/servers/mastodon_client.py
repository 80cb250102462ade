"""Mastodon.py as the house makes it: it never waits inside, never asks a server for its version, never hangs."""

from collections.abc import Iterator
from contextlib import contextmanager

import requests
from mastodon import Mastodon


@contextmanager
def client(address: str, token: str, *, timeout: float = 20) -> Iterator[Mastodon]:
    with requests.Session() as session:
        session.trust_env = False
        yield Mastodon(
            api_base_url=address,
            access_token=token,
            mastodon_version="4.6.0",
            version_check_mode="created",  # at "none" the version is not read, and pictures go to the old address
            ratelimit_method="throw",
            request_timeout=timeout,
            session=session,
            user_agent="awareness-scheduler",
        )
