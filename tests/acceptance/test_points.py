"""A delivery is met at a sample of the system calls that change anything: killed there, on a full disk, on a broken
one."""

from pathlib import Path

import pytest

from tests.elsewhere import HONEST
from tests.judged import judged
from tests.present import need
from tests.tracing import HOW_TO_HAVE_IT, STRACE

TRIES = [*(("kill", network) for network in HONEST), ("ENOSPC", "paper"), ("EIO", "none")]
SHARE = 0.02
UNTIL_CAUGHT = 0.5
"""A publisher that is wrong is wrong at a few dozen calls of some four hundred; the first such call that is met ends
it."""


@pytest.fixture(autouse=True)
def _strace() -> None:
    need(STRACE, "strace", HOW_TO_HAVE_IT)


@pytest.mark.parametrize(("how", "network"), TRIES)
def test_whatever_call_it_dies_or_fails_at_it_is_said_once_or_a_person_is_told(
    tmp_path: Path, how: str, network: str
) -> None:
    found = judged("points", tmp_path, network, how, SHARE, "make test")

    assert found["faults"] == []
    assert found["points"] >= 5
    assert found["held"] == 0 or network == "none"


@pytest.mark.parametrize("network", ["sends first", "liar"])
def test_a_publisher_that_sends_before_its_fence_or_repeats_what_may_be_out_is_caught(
    tmp_path: Path, network: str
) -> None:
    found = judged("points", tmp_path, network, "kill", UNTIL_CAUGHT, "make test")

    assert [fault for fault in found["faults"] if fault.endswith("was said 2 times")] != []
