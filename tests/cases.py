"""Cases kept as data, in the form of twitter-text's published ones."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

DATA = Path(__file__).parent / "data"


@cache
def groups(file: str) -> dict[str, list[dict[str, Any]]]:
    tests: dict[str, list[dict[str, Any]]] = yaml.safe_load((DATA / file).read_text("utf-8"))["tests"]
    return tests


def cases(file: str, group: str) -> list[pytest.ParameterSet]:
    """Pairs of a text and what is expected of it; `times` repeats the text."""
    return [
        pytest.param(case["text"] * case.get("times", 1), case["expected"], id=f"{number} {case['description']}")
        for number, case in enumerate(groups(file)[group])
    ]
