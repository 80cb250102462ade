"""The command is started anew a hundred times and killed at instants that nobody chose; what the world can read is the
judge."""

from pathlib import Path

from tests.judged import judged


def test_the_installed_command_killed_at_any_instant_says_everything_once_on_paper(tmp_path: Path) -> None:
    found = judged("cold", tmp_path, "paper", 80, "make test")

    assert (found["faults"], found["held"]) == ([], 0)
    assert found["kills"] == 80


def test_where_no_network_keeps_its_keys_what_cannot_be_found_is_held(tmp_path: Path) -> None:
    found = judged("cold", tmp_path, "none", 20, "make test")

    assert found["faults"] == []
    assert found["held"] <= found["on the wire"]
    assert found["kills"] == 20
