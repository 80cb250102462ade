from dataclasses import replace
from pathlib import Path

from tests.kits import a_kit
from tests.outgoing import MANNERS


def test_a_kit_that_is_printed_shows_no_token(tmp_path: Path) -> None:
    kit = replace(a_kit(tmp_path, MANNERS), token=lambda: "canary-7f3a")

    assert kit.token() == "canary-7f3a"
    assert "canary" not in repr(kit)
