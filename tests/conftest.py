"""Servers that every test of a worker shares, each handed over as if it had just started."""

from collections.abc import Iterator

import pytest

from tests.servers.mastodon_server import MastodonServer, running_mastodon


@pytest.fixture(scope="session")
def mastodon_of_the_worker() -> Iterator[MastodonServer]:
    with running_mastodon() as server:
        yield server


@pytest.fixture
def mastodon(mastodon_of_the_worker: MastodonServer) -> MastodonServer:
    mastodon_of_the_worker.reset()
    return mastodon_of_the_worker
