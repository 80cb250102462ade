import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from scheduler.config.composing import compose
from scheduler.config.nodes import Group, Listing, Node
from scheduler.config.schema import json_schemas, write_schemas
from scheduler.config.templates import split

ROOT = Path(__file__).parents[3]
SAMPLES = [
    (name, path)
    for folder in (ROOT, ROOT / "tests" / "data" / "2019")
    for name, pattern in (
        ("awareness", "config/awareness.yaml"),
        ("accounts", "config/accounts.yaml"),
        ("campaign", "config/campaigns/*.yaml"),
        ("template", "templates/*/*.txt"),
    )
    for path in sorted(folder.glob(pattern))
]


def as_an_editor_sees(node: Node) -> Any:
    """Numbers are numbers in YAML 1.2; dates, times, yes and no are texts."""
    if isinstance(node, Group):
        return {key: as_an_editor_sees(entry.value) for key, entry in node.entries.items()}
    if isinstance(node, Listing):
        return [as_an_editor_sees(item) for item in node.items]
    return int(node.text) if not node.style and re.fullmatch("[0-9]+", node.text) else node.text


def judged(name: str, text: str) -> list[str]:
    root = compose(text).root
    value = {} if root is None else as_an_editor_sees(root)
    return [error.message for error in Draft202012Validator(json_schemas()[name]).iter_errors(value)]


def described(schema: Any) -> list[str]:
    """The keys of a schema that nothing explains."""
    if isinstance(schema, list):
        return [key for item in schema for key in described(item)]
    if not isinstance(schema, dict):
        return []
    own = [key for key, below in schema.get("properties", {}).items() if not below.get("description", "").strip()]
    return own + [key for below in schema.values() for key in described(below)]


@pytest.mark.parametrize("name", ["awareness", "accounts", "campaign", "template"])
def test_each_schema_is_one_and_explains_every_key(name: str) -> None:
    schema = json_schemas()[name]

    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == name
    assert described(schema) == []


def keys_of(schema: Any) -> set[str]:
    if isinstance(schema, list):
        return {key for item in schema for key in keys_of(item)}
    if not isinstance(schema, dict):
        return set()
    return {*schema.get("properties", {}), *(key for below in schema.values() for key in keys_of(below))}


@pytest.mark.parametrize("name", ["awareness", "accounts", "campaign", "template"])
def test_every_key_is_explained_in_the_documentation(name: str) -> None:
    documented = set(re.findall(r"`(?:[a-z_]+(?:\[\])?\.)?([a-z_]+)`", (ROOT / "docs/files.md").read_text("utf-8")))

    assert keys_of(json_schemas()[name]) - documented == set()


def test_the_committed_schemas_are_those_of_the_program(tmp_path: Path) -> None:
    written = write_schemas(tmp_path / "schemas")

    assert [path.name for path in written] == [f"{name}.schema.json" for name in json_schemas()]
    assert {p.name: p.read_text() for p in written} == {p.name: p.read_text() for p in (ROOT / "schemas").iterdir()}


def test_schemas_are_written_over_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "accounts.schema.json").write_text("old")

    write_schemas(tmp_path)

    assert json.loads((tmp_path / "accounts.schema.json").read_text()) == json_schemas()["accounts"]


@pytest.mark.parametrize(("name", "path"), SAMPLES, ids=[str(path.relative_to(ROOT)) for _, path in SAMPLES])
def test_every_sample_keeps_its_schema(name: str, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    front = (split(text).front or "") if name == "template" else text

    assert judged(name, front) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("awareness", "horizont: 14d"),
        ("awareness", "git: dirty"),
        ("awareness", "freeze: half an hour"),
        ("accounts", "accounts: demo"),
        ("accounts", "accounts: [{id: Demo, network: paper}]"),
        ("accounts", "accounts: [{id: demo}]"),
        ("accounts", "accounts: [{id: demo, network: paper, token: {env: A, file: b}}]"),
        ("accounts", "accounts: [{id: demo, network: paper, limits: {per_day: many}}]"),
        ("campaign", "hashtags: {en: [A]}"),
        ("campaign", "id: a\nhashtags: {en: ['#A']}"),
        ("campaign", "id: a\nschedules: [{id: b, accounts: [], zone: UTC, at: {cron: 0 9 * * *}}]"),
        ("campaign", "id: a\nschedules: [{id: b, accounts: [c], zone: UTC, at: {cron: 9 * *}}]"),
        ("campaign", "id: a\nactions: [{id: b, kind: share, ask: A, until: soon}]"),
        ("template", "for: [petitions]"),
        ("template", "drop: [targets]"),
    ],
)
def test_an_editor_sees_what_is_wrong(name: str, text: str) -> None:
    assert judged(name, text) != []


def test_examples_stand_in_the_descriptions_as_they_are_written() -> None:
    gap = json_schemas()["accounts"]["$defs"]["LimitsForm"]["properties"]["gap"]

    assert gap["description"] == "The least time between two posts. Default: 1h. Example: 2h"
    assert "examples" not in json.dumps(json_schemas())
