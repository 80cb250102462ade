"""What holds for the whole house: small files, a test for every module, and nothing of the machine it was built on."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CEILING = 300
MODULES = sorted(p.relative_to(ROOT / "scheduler") for p in (ROOT / "scheduler").rglob("*.py"))
NO_TEST_OF_ITS_OWN = {"__init__.py", "env.py", "ports.py", "store_ports.py", "attention_ports.py"}
"""Packages' own files hold a sentence and, where they hold more, are tested through what they show; ports are held by
the contract suite and by mypy; Alembic calls env.py, which the tests of migrations run."""


def mirror_of(module: Path) -> Path:
    return ROOT / "tests" / "unit" / module.parent / f"test_{module.name.lstrip('_')}".replace("__.py", ".py")


def test_no_file_is_longer_than_the_ceiling() -> None:
    files = [*(ROOT / "scheduler").rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "bench").rglob("*.py")]
    long = {str(f.relative_to(ROOT)): n for f in files if (n := len(f.read_text().splitlines())) > CEILING}

    assert long == {}


def test_every_module_has_its_test_file() -> None:
    missing = [
        str(module)
        for module in MODULES
        if module.name not in NO_TEST_OF_ITS_OWN and "versions" not in module.parts and not mirror_of(module).exists()
    ]

    assert missing == []


def test_every_unit_test_file_has_its_module() -> None:
    known = {mirror_of(module) for module in MODULES}
    strays = [str(p.relative_to(ROOT)) for p in (ROOT / "tests" / "unit").rglob("test_*.py") if p not in known]

    assert strays == []


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_every_module_says_in_a_sentence_what_it_is_for(module: Path) -> None:
    source = (ROOT / "scheduler" / module).read_text()

    assert re.match(r'(r?""")[A-Z`]', source), "it begins with no docstring"


def test_no_module_is_a_drawer_of_unrelated_things() -> None:
    drawers = {"utils.py", "util.py", "helpers.py", "common.py", "manager.py", "base.py", "misc.py"}

    assert [str(m) for m in MODULES if m.name in drawers] == []


def test_no_module_hides_behind_an_underscore() -> None:
    assert [str(m) for m in MODULES if m.name.startswith("_") and not m.name.startswith("__")] == []


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        env={"PATH": os.defpath, "PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_import_contracts_are_kept() -> None:
    found = lint_imports(ROOT)

    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize(
    ("module", "violation", "contract"),
    [
        ("planner/planning.py", "import time", "Decisions touch nothing outside BROKEN"),
        ("planner/planning.py", "import scheduler.rendering.fitting", "Decisions are strangers BROKEN"),
        ("service/desk.py", "import sqlalchemy", "Use cases know no vendor BROKEN"),
        ("service/desk.py", "import scheduler.store.database", "Imports only point down BROKEN"),
        ("store/database.py", "import scheduler.config.reading", "Settings stop at the wiring BROKEN"),
        ("engines/once.py", "import scheduler.store.tables", "Only the store knows its tables BROKEN"),
        ("engines/once.py", "import scheduler.engines.local", "Engines are strangers BROKEN"),
        ("channels/x/keys.py", "import scheduler.channels.mastodon.calls", "Channels are strangers BROKEN"),
        ("model/slot.py", "import scheduler.model.delivery", "No package holds a cycle BROKEN"),
        ("wanderer.py", '"""A module without a floor."""', "wanderer"),
    ],
)
def test_each_contract_fails_on_a_violation_made_on_purpose(
    tmp_path: Path, module: str, violation: str, contract: str
) -> None:
    shutil.copytree(ROOT / "scheduler", tmp_path / "scheduler")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "scheduler" / module).open("a") as broken:
        broken.write(f"\n{violation}\n")

    found = lint_imports(tmp_path)

    assert found.returncode == 1
    assert contract in found.stdout
