"""Reads the tables that ship with the package: networks, top-level domains, emoji, languages."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def packaged(name: str) -> dict[str, Any]:
    """The table of that name; callers share it and must not change it."""
    table: dict[str, Any] = json.loads(files("scheduler.rendering").joinpath(f"{name}.json").read_text("utf-8"))
    return table


def words_of(table: dict[str, Any], key: str) -> frozenset[str]:
    """A list that is kept as lines of words, so that the file stays readable."""
    return frozenset(word for line in table[key] for word in line.split())
