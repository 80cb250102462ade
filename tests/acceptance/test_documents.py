"""The pages in docs/ say what the code does."""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest

import scheduler.model
from scheduler.model.delivery import TRANSITIONS, State

HERE = Path(__file__).resolve().parents[2]
DOCS = HERE / "docs"
LIFE = (DOCS / "life-of-a-delivery.md").read_text(encoding="utf-8")
GLOSSARY = (DOCS / "glossary.md").read_text(encoding="utf-8")
ARROW = re.compile(r"^ {4}(\[\*\]|\w+) --> (\[\*\]|\w+)(?:: .+)?$", re.MULTILINE)


def drawn() -> list[tuple[str, str]]:
    diagram = LIFE.split("```mermaid\n")[1].split("```")[0]
    return [(a.replace("in_doubt", "in doubt"), b.replace("in_doubt", "in doubt")) for a, b in ARROW.findall(diagram)]


def test_the_diagram_draws_every_step_of_a_delivery_once_and_no_other() -> None:
    steps = sorted((a, b) for a, b in drawn() if "[*]" not in (a, b))
    assert sorted((str(a), str(b)) for a, after in TRANSITIONS.items() for b in after) == steps


def test_the_diagram_begins_at_planned_and_ends_where_no_step_leads_on() -> None:
    assert [b for a, b in drawn() if a == "[*]"] == ["planned"]
    assert sorted(a for a, b in drawn() if b == "[*]") == sorted(str(s) for s in State if not TRANSITIONS[s])


def test_every_state_is_in_the_table_of_steps() -> None:
    assert set(State) == set(TRANSITIONS)


def nouns() -> list[str]:
    """The classes of the model, as words."""
    found = []
    for module in pkgutil.iter_modules(scheduler.model.__path__, "scheduler.model."):
        for name, thing in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if thing.__module__ == module.name:
                found.append(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower())
    return found


@pytest.mark.parametrize("noun", nouns())
def test_the_glossary_knows_every_noun_of_the_model(noun: str) -> None:
    assert re.search(rf"\b{noun}\b", GLOSSARY.lower())


def test_the_glossary_explains_no_word_twice() -> None:
    words = re.findall(r"^\| (\w[^|]*?) \|", GLOSSARY, re.MULTILINE)
    explained = [word for word in words if word != "word"]
    assert sorted(set(explained)) == sorted(explained)


def decisions() -> list[Path]:
    return sorted((DOCS / "adr").glob("*.md"))


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [f"{n:04}" for n in range(1, len(decisions()) + 1)] == [path.name[:4] for path in decisions()]


@pytest.mark.parametrize("path", decisions(), ids=lambda path: path.name[:4])
def test_a_decision_is_one_paragraph_under_its_number(path: Path) -> None:
    title, *paragraphs = path.read_text(encoding="utf-8").strip().split("\n\n")
    assert title.startswith(f"# {int(path.name[:4])}. ")
    assert len(paragraphs) == 1
