"""The units that come along are understood by systemd, and start what this version has."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.present import need

ROOT = Path(__file__).parent.parent.parent
UNITS = sorted([*(ROOT / "deploy").glob("*.service"), *(ROOT / "deploy").glob("*.timer")])
PROGRAM = "/opt/awareness/bin/awareness"


def verified(folder: Path, *edits: tuple[str, str]) -> str:
    """What systemd says against them; a file that is there stands for the installed program."""
    for unit in UNITS:
        text = unit.read_text("utf-8").replace(PROGRAM, sys.executable)
        for old, new in edits:
            text = text.replace(old, new)
        (folder / unit.name).write_text(text)
    found = subprocess.run(
        ["systemd-analyze", "verify", *(folder / unit.name for unit in UNITS)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return found.stdout + found.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    need(shutil.which("systemd-analyze"), "systemd-analyze", "it comes with systemd")
    return tmp_path


def test_systemd_has_nothing_against_the_units(folder: Path) -> None:
    assert verified(folder) == ""


def test_a_mistake_in_a_unit_would_show(folder: Path) -> None:
    assert "Unknown key" in verified(folder, ("RestartSec=", "RestartSek="))


def test_the_units_call_verbs_that_there_are() -> None:
    called = {verb for unit in UNITS for verb in re.findall(rf"{PROGRAM} (?:--no-color )?(\w+)", unit.read_text())}

    assert called == {"run", "backup"}


@pytest.mark.parametrize(
    "line",
    [
        "Type=notify",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "PrivateTmp=yes",
        "UMask=0077",
        "Restart=on-failure",
        "User=awareness",
        "StateDirectory=awareness",
    ],
)
def test_the_service_runs_with_as_little_as_it_needs(line: str) -> None:
    assert line in (ROOT / "deploy" / "awareness.service").read_text().splitlines()
