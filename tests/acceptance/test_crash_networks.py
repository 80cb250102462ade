"""The service is killed while it posts to networks that we did not write; what the world can read is the judge."""

from pathlib import Path

import pytest

from tests.killing import kill
from tests.up import TO_DIE_ON


@pytest.mark.parametrize("name", TO_DIE_ON)
def test_everything_is_said_once_and_nothing_is_held(tmp_path: Path, name: str) -> None:
    with TO_DIE_ON[name]() as network:
        toll = kill(network, tmp_path, 12, "make test")

    assert (toll.faults, toll.held, toll.kills) == ([], 0, 12)
