"""What a test needs that not every machine has: at home its absence skips the test, in CI it fails."""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).parent.parent.parent / "shared"
"""Data that lies beside the checkout where the project is built, and not at a user's."""


def need(there: object, what: str, how: str) -> None:
    """Skip the test where `there` is false, naming `what` is missing and `how` to have it; in CI that is a failure."""
    if there:
        return
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing in CI: {how}")
    pytest.skip(f"{what} is missing here: {how}")


def shared(path: str) -> Path:
    """A file of the shared data."""
    file = SHARED / path
    need(
        file.exists(), f"shared/{path}", "it lies beside the checkout where the project is built, and is not part of it"
    )
    return file
