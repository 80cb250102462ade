"""What the tests of Bluesky's parts share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.blueskies import Sky, a_sky, login_of_this_process
from tests.servers.pds_server import Pds


@pytest.fixture
def sky(pds: Pds, tmp_path: Path) -> Iterator[Sky]:
    """An account that others use as well, on the real server behind a proxy; nobody is signed in yet."""
    with a_sky(pds, login_of_this_process(pds), tmp_path) as sky:
        yield sky


@pytest.fixture
def own_sky(pds: Pds, tmp_path: Path) -> Iterator[Sky]:
    """The same with an account of the test's own."""
    with a_sky(pds, pds.account(), tmp_path) as sky:
        yield sky
