"""What every test of a worker shares: servers that are handed over as if they had just started, and Ctrl-C."""

import signal
from collections.abc import Iterator

import pytest

from scheduler.secrecy import HELD
from tests.servers.mastodon_server import MastodonServer, running_mastodon
from tests.servers.pds_server import Pds, of_this_process

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A script that starts the tests in its background makes all they start deaf to it, and one test says it.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def mastodon_of_the_worker() -> Iterator[MastodonServer]:
    with running_mastodon() as server:
        yield server


@pytest.fixture
def mastodon(mastodon_of_the_worker: MastodonServer) -> MastodonServer:
    mastodon_of_the_worker.reset()
    return mastodon_of_the_worker


@pytest.fixture(scope="session")
def pds() -> Pds:
    """A test makes an account of its own on it."""
    return of_this_process()


@pytest.fixture(autouse=True)
def _nothing_is_secret_yet() -> None:
    """What was a secret to one test is a word like any other to the next."""
    HELD.forget()
